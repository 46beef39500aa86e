/** The drawn field of a path: its own or, where that is not drawn, its parent's (`lines.<id>.qty`, `lines.<id>`, `lines`). */
function fieldOf(path: string): HTMLElement | null {
	for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
		const field = document.getElementById(`field-${at}`);
		if (field) return field;
	}
	return null;
}

function focusOn(field: HTMLElement): void {
	for (let box = field.closest('details'); box; box = box.parentElement?.closest('details') ?? null)
		box.open = true;
	field.scrollIntoView({ block: 'center' });
	const own = document.getElementById(field.id.replace(/^field-/, 'input-'));
	const control =
		own ??
		field.querySelector<HTMLElement>(
			'input:not([type=hidden]):not(:disabled), select:not(:disabled), textarea:not(:disabled), button:not(:disabled)'
		);
	control?.focus({ preventScroll: true });
}

/** Brings a field into view and puts the focus on its control. False when neither it nor a parent is on the page. */
export function focusField(path: string): boolean {
	const field = fieldOf(path);
	if (field) focusOn(field);
	return field !== null;
}

/** The same for the one of several fields that stands first on the page. */
export function focusFirstField(paths: readonly string[]): boolean {
	const fields = paths.map(fieldOf).filter((field) => field !== null);
	fields.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
	const [first] = fields;
	if (first) focusOn(first);
	return first !== undefined;
}
