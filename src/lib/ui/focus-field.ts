/**
 * Brings a field into view and puts the focus on its control. A path whose own field is not drawn falls back to its
 * parent (`lines.<id>.qty` to `lines.<id>` to `lines`). Returns false when none of them is on the page.
 */
export function focusField(path: string): boolean {
	for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
		const field = document.getElementById(`field-${at}`);
		if (!field) continue;
		for (let box = field.closest('details'); box; box = box.parentElement?.closest('details') ?? null)
			box.open = true;
		field.scrollIntoView({ block: 'center' });
		const own = document.getElementById(`input-${at}`);
		const control =
			own ??
			field.querySelector<HTMLElement>(
				'input:not([type=hidden]):not(:disabled), select:not(:disabled), textarea:not(:disabled), button:not(:disabled)'
			);
		control?.focus({ preventScroll: true });
		return true;
	}
	return false;
}
