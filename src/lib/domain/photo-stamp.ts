/**
 * The stamp of a photo: a dark band below the picture with light text on it. It stands below, not over the picture, so that it
 * hides nothing and can be written anew when the place of an unsaved record is changed. It never has a person's name.
 */
export interface StampWords {
	/** `2026-07-14 10:03`: when it was taken, or only the day of the record where that is not known. */
	readonly when: string;
	readonly county: string;
	/** The unit or place; '' while nothing is entered. */
	readonly place: string;
	/** The record's short number. */
	readonly short: string;
	/** Said of a picture that was chosen afterwards; '' for one taken on the spot. */
	readonly note: string;
}

/** A person reads this many pixels of height well in a picture that is shown 1080 pixels wide. */
const LETTER_AT_1080 = 26;
const LINE = 1.35;

/**
 * The short number of a record that has none from the server yet (offline): the last six characters of its id, upper case.
 * Search finds the record by it, on the phone and at the desk.
 */
export function shortNumber(recordId: string, no: string | null = null): string {
	return no ?? recordId.slice(-6).toUpperCase();
}

export interface StampLayout {
	/** Height of a letter and of the band, in pixels. */
	readonly letter: number;
	readonly band: number;
	readonly margin: number;
	/** Middles of the lines, from the top of the band. */
	readonly middles: readonly number[];
}

/** For a picture of this width. */
export function stampLayout(width: number): StampLayout {
	const letter = Math.max(12, Math.round((width * LETTER_AT_1080) / 1080));
	const margin = Math.round(letter * 0.5);
	const line = letter * LINE;
	return {
		letter,
		margin,
		band: Math.round(2 * line + margin),
		middles: [margin / 2 + line / 2, margin / 2 + line * 1.5]
	};
}

/** The two lines: what stands at their left, cut where it is too long, and at their right. */
export function stampLines(words: StampWords): readonly { readonly left: string; readonly right: string }[] {
	const joined = (parts: readonly string[]) => parts.filter((part) => part !== '').join('  ');
	return [
		{ left: joined([words.when, words.county]), right: words.short },
		{ left: words.place, right: words.note }
	];
}

/** The text, or as much of its beginning as fits, with an ellipsis. */
export function cutToFit(text: string, width: number, measure: (text: string) => number): string {
	if (measure(text) <= width) return text;
	const letters = [...text];
	while (letters.length > 0 && measure(`${letters.join('')}…`) > width) letters.pop();
	return letters.length === 0 ? '' : `${letters.join('')}…`;
}
