/**
 * What a person typed or chose on a page that came from the server before its script arrived. Hydration gives every control
 * the value that the server rendered; with this it keeps what is in it.
 */
type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const isTick = (control: Control): control is HTMLInputElement =>
	control instanceof HTMLInputElement && ['checkbox', 'radio'].includes(control.type);

function renderedIndex(select: HTMLSelectElement): number {
	const marked = [...select.options].findLastIndex((option) => option.defaultSelected);
	return Math.max(marked, 0);
}

function isTouched(control: Control): boolean {
	if (control instanceof HTMLSelectElement) return control.selectedIndex !== renderedIndex(control);
	if (isTick(control)) return control.checked !== control.defaultChecked;
	return control.type !== 'hidden' && control.type !== 'file' && control.value !== control.defaultValue;
}

/** Puts back what is there now; tells the page as if it had been typed just then. */
function keep(control: Control): () => void {
	const { value } = control;
	const checked = isTick(control) && control.checked;
	return () => {
		if (isTick(control)) control.checked = checked;
		else control.value = value;
		for (const name of ['input', 'change']) control.dispatchEvent(new Event(name, { bubbles: true }));
	};
}

/**
 * Call at the very beginning of hydration.
 * @returns to be called when everything is hydrated
 */
export function keepTypedEarly(root: ParentNode): () => void {
	const controls = root.querySelectorAll<Control>('input, select, textarea');
	const puttingBack = [...controls].filter(isTouched).map(keep);
	return () => {
		for (const putBack of puttingBack) putBack();
	};
}
