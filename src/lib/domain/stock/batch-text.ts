/**
 * A batch as it is kept when it is typed, and compared wherever it was typed: width, case and blanks at the ends are no part
 * of it. What was kept otherwise before stays as it is.
 */
export function batchText(typed: string): string {
	return typed.normalize('NFKC').replaceAll(/\s+/g, ' ').trim().toUpperCase();
}

/** What was typed, as it is called among what is known: exactly so, or but for width and case; else as it is kept. */
export function knownBatch(typed: string, known: readonly string[]): string {
	const exact = typed.trim();
	if (known.includes(exact)) return exact;
	const kept = batchText(typed);
	return known.find((one) => batchText(one) === kept) ?? kept;
}
