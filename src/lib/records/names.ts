import type { Named, Reference, ReferenceKind, Searchable } from '#lib/domain/reference.ts';
import { readPlace } from '#lib/domain/stock/place.ts';
import type { Locale } from './kind.ts';

/** Name of a reference entry in the reader's language; the code itself when it is unknown, '' for none. */
export function nameOf(
	reference: Reference,
	kind: ReferenceKind,
	code: string | null | undefined,
	locale: Locale
): string {
	if (!code) return '';
	const entry = reference.get(kind, code);
	if (!entry || !('zh' in entry)) return code;
	return (locale === 'en' && entry.en) || entry.zh || code;
}

/** Name of a place of stock: of the store, the team or the person. */
export function placeOfStock(reference: Reference, place: string | null, locale: Locale): string {
	const read = readPlace(place);
	return read ? nameOf(reference, read.is, read.code, locale) : '';
}

/** Name of a code of a code list (`audience_category`, `AU05`); the code itself when it is unknown, '' for none. */
export function codeName(
	reference: Reference,
	list: string,
	code: string | null | undefined,
	locale: Locale
): string {
	if (!code) return '';
	const item = reference.get('codeList', list)?.items.find((one) => one.code === code);
	return (item && ((locale === 'en' && item.en) || item.zh)) || code;
}

/** What search finds an entry by: both names, full pinyin and initials. */
export function searchNames(
	reference: Reference,
	kind: ReferenceKind,
	codes: readonly (string | null | undefined)[]
): string[] {
	const words: string[] = [];
	for (const code of codes) {
		const entry = code ? reference.get(kind, code) : undefined;
		if (!entry || !('zh' in entry)) continue;
		words.push(entry.zh, entry.en);
		const { pinyin, initials } = entry as Named & Partial<Searchable>;
		words.push(pinyin ?? '', initials ?? '');
	}
	return words;
}

/** Search words joined into one lower-case line without doubles. */
export function joinSearch(words: readonly (string | null | undefined)[]): string {
	const kept = words.flatMap((word) => (word ? [word.normalize('NFKC').trim().toLowerCase()] : []));
	return [...new Set(kept.filter(Boolean))].join(' ');
}
