import { normaliseName } from '#lib/domain/person-name.ts';

/**
 * A name as a colleague ticks it off in a queue: first and last character, the rest hidden (张*明, 张*). Enough to find who
 * gives the own name, too little to make a list of names of.
 */
export function shownName(name: string): string {
	const letters = [...normaliseName(name)];
	const [first = ''] = letters;
	const last = letters.at(-1) ?? '';
	if (letters.length < 2) return first;
	return letters.length === 2 ? `${first}*` : `${first}${'*'.repeat(Math.min(3, letters.length - 2))}${last}`;
}

/** Whether what was typed can be the person behind a shown name: full name, its beginning, or pinyin initials. */
export function isNameLike(typed: string, shown: string, initials: string): boolean {
	const text = normaliseName(typed).toLowerCase();
	if (text === '') return true;
	if (/^[a-z]+$/.test(text) && initials.startsWith(text)) return true;
	const letters = [...text];
	const pattern = [...shown.toLowerCase()];
	const fits = (letter: string, at: number) => pattern[at] === '*' || pattern[at] === letter;
	return letters.length <= pattern.length && letters.every(fits);
}
