const INVISIBLE = /[\u200b-\u200f\u2060\ufeff]/g;
/** Dots that phones and input methods put for the middle dot of a minority name. */
const DOTS = /\s*[•・･‧∙⋅·．]\s*/g;

/**
 * A name as it is kept: no spaces (ordinary or full-width) between Han characters, one between Latin words, the middle
 * dot as U+00B7. Characters themselves are never changed: rare and compatibility ones are somebody's name.
 */
export function normaliseName(text: string): string {
	return text
		.replace(INVISIBLE, '')
		.replace(/\s+/g, ' ')
		.trim()
		.replace(DOTS, '·')
		.replace(/(?<han>[^\u0020-\u024f]) (?=\S)/gu, '$<han>')
		.replace(/ (?=[^\u0020-\u024f])/gu, '');
}

/** Length as people count it: 示𬭎 is 2. */
export function nameLength(name: string): number {
	return [...name].length;
}

/** For comparing two names: normalised, lower case. */
export function nameKey(text: string): string {
	return normaliseName(text).toLowerCase();
}
