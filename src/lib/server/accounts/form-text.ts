/** The text of a form's field; '' where it is missing or a file. */
export function formText(form: FormData, name: string, longest = 400): string {
	const value = form.get(name);
	return typeof value === 'string' ? value.slice(0, longest) : '';
}
