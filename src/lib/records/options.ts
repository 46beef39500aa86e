import type { Named, Reference, ReferenceKind } from '#lib/domain/reference.ts';
import type { Option } from '#lib/ui/option.ts';
import type { Locale } from './kind.ts';

function option(entry: Named, locale: Locale): Option {
	return { code: entry.code, title: (locale === 'en' && entry.en) || entry.zh };
}

/** All entries of a reference list, in its order. */
export function entryOptions<K extends Exclude<ReferenceKind, 'codeList' | 'heat'>>(
	reference: Reference,
	kind: K,
	locale: Locale
): Option[] {
	return (reference.all(kind) as readonly Named[]).map((entry) => option(entry, locale));
}

/** The codes of a code list; `only` keeps some, in that order. */
export function codeOptions(
	reference: Reference,
	list: string,
	locale: Locale,
	only?: readonly string[]
): Option[] {
	const items = reference.get('codeList', list)?.items ?? [];
	const kept = only ? only.flatMap((code) => items.filter((item) => item.code === code)) : items;
	return kept.map((item) => option(item, locale));
}

/** Options whose title, code or search words contain the query; all of them for an empty one. */
export function matching<T extends Named & { readonly pinyin?: string; readonly initials?: string }>(
	entries: readonly T[],
	query: string,
	locale: Locale,
	limit = 50
): Option[] {
	const words = query.normalize('NFKC').trim().toLowerCase();
	return entries
		.filter((entry) =>
			[entry.zh, entry.en, entry.code, entry.pinyin ?? '', entry.initials ?? ''].some((name) =>
				name.toLowerCase().includes(words)
			)
		)
		.slice(0, limit)
		.map((entry) => option(entry, locale));
}
