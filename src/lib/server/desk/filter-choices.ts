import { covers } from './desk-rights.ts';
import type { DeskContext } from './desk-context.ts';

export interface FilterChoices {
	readonly regions: readonly { readonly code: string; readonly title: string }[];
	readonly teams: readonly { readonly code: string; readonly title: string }[];
	/** Campaigns, the latest year first. */
	readonly seasons: readonly { readonly code: string; readonly title: string }[];
	readonly reasons: readonly { readonly code: string; readonly title: string }[];
}

/** What the filters offer: areas this person may read, their teams, and the reasons for a return. */
export function filterChoices(context: DeskContext): FilterChoices {
	const { reference, rights, locale } = context;
	const title = (entry: { zh: string; en: string }) => (locale === 'en' ? entry.en || entry.zh : entry.zh);
	const titled = (entry: { code: string; zh: string; en: string }) => ({
		code: entry.code,
		title: title(entry)
	});
	return {
		regions: reference
			.all('region')
			.filter((region) => region.level !== 'city' && covers(rights.reads, region.code))
			.map(titled),
		// A team of one area also works in others: all are offered.
		teams: reference.all('team').map(titled),
		seasons: [...reference.all('campaign')].sort((a, b) => b.year - a.year).map(titled),
		reasons: (reference.get('codeList', 'return_reason')?.items ?? []).map(titled)
	};
}
