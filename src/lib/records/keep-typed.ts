/** Keeps what was typed into a number field while it is not simply its value; forgets it otherwise. */
export function keepTyped(
	form: { typed: Record<string, string> },
	path: string,
	text: string | undefined
): void {
	const { [path]: _former, ...others } = form.typed;
	form.typed = text === undefined ? others : { ...others, [path]: text };
}
