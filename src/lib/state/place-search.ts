/**
 * Places by name, pinyin, initials or county, among thousands, while someone types. Everything is compared in lower case
 * without spaces. Characters match anywhere in the name; initials from their beginning; full pinyin anywhere, its
 * beginning first; a county by its name, pinyin or initials gives all of its places.
 *
 * 福州 and 抚州 are both `fuzhou`: pinyin never leads to a place named after 福州, and characters are compared as they are.
 */
import type { Organisation, Reference, Region, Station } from '#lib/domain/reference.ts';
import type { FoundPlace } from './contract.ts';

interface Candidate {
	readonly place: FoundPlace;
	readonly zh: string;
	readonly en: string;
	readonly pinyin: string;
	readonly initials: string;
	readonly region: string;
	readonly isOtherFuzhou: boolean;
}

export interface PlaceSearch {
	find(
		query: string,
		options?: { region?: string; type?: 'organisation' | 'station'; limit?: number }
	): readonly FoundPlace[];
}

const DEFAULT_LIMIT = 20;
const LATIN = /^[a-z0-9'-]+$/;
const OTHER_FUZHOU = '福州';

function tidy(text: string): string {
	return text.normalize('NFKC').toLowerCase().replace(/\s+/g, '');
}

function candidate(place: FoundPlace): Candidate {
	const { entry } = place;
	const zh = tidy(entry.zh);
	return {
		place,
		zh,
		en: entry.en.toLowerCase(),
		pinyin: entry.pinyin,
		initials: entry.initials,
		region: entry.region,
		isOtherFuzhou: zh.includes(OTHER_FUZHOU)
	};
}

/** Initials of a region from its full name where the data has none: taken from a place that begins with that name. */
function regionInitials(region: Region, candidates: readonly Candidate[]): string {
	for (const names of [tidy(region.zh), tidy(region.shortZh)]) {
		const found = candidates.find((one) => one.zh.startsWith(names));
		if (found) return found.initials.slice(0, [...names].length);
	}
	return '';
}

/** Lower is better; null: no match. */
function rankOf(one: Candidate, query: string, latin: boolean, regions: ReadonlySet<string>): number | null {
	const at = one.zh.indexOf(query);
	if (at === 0) return one.zh === query ? 0 : 1;
	if (at > 0) return 2;
	if (latin && !one.isOtherFuzhou) {
		if (one.initials.startsWith(query)) return one.initials === query ? 3 : 4;
		if (one.pinyin.startsWith(query)) return 5;
		if (query.length >= 2 && one.pinyin.includes(query)) return 7;
		if (query.length >= 3 && one.en.includes(query)) return 8;
	}
	return regions.has(one.region) ? 6 : null;
}

/** Prepares the search; call again when the reference data changed. */
export function createPlaceSearch(reference: Reference): PlaceSearch {
	const candidates: Candidate[] = [];
	for (const entry of reference.all('organisation') as readonly Organisation[])
		candidates.push(candidate({ type: 'organisation', entry }));
	for (const entry of reference.all('station') as readonly Station[])
		candidates.push(candidate({ type: 'station', entry }));
	const regions = reference
		.all('region')
		.filter((region) => region.level !== 'city')
		.map((region) => ({
			code: region.code,
			zh: tidy(region.zh),
			shortZh: tidy(region.shortZh),
			pinyin: tidy(region.pinyin),
			initials: regionInitials(region, candidates)
		}));

	function regionsFor(query: string, latin: boolean): ReadonlySet<string> {
		const found = regions.filter((region) =>
			latin
				? query.length >= 2 && (region.initials.startsWith(query) || region.pinyin.startsWith(query))
				: region.zh.startsWith(query) || region.shortZh.startsWith(query)
		);
		return new Set(found.map((region) => region.code));
	}

	return {
		find(typed, options = {}) {
			const query = tidy(typed);
			const limit = options.limit ?? DEFAULT_LIMIT;
			const latin = LATIN.test(query);
			const named = query ? regionsFor(query, latin) : new Set<string>();
			const buckets: Candidate[][] = [];
			for (const one of candidates) {
				if (options.type && one.place.type !== options.type) continue;
				const rank = query ? rankOf(one, query, latin, named) : 6;
				if (rank === null) continue;
				// The home county first: within a rank, and for a county's own list.
				const place = rank * 2 + (options.region && one.region !== options.region ? 1 : 0);
				(buckets[place] ??= []).push(one);
			}
			const found: FoundPlace[] = [];
			for (const bucket of buckets) {
				if (!bucket) continue;
				bucket.sort((a, b) => a.zh.length - b.zh.length || (a.zh < b.zh ? -1 : 1));
				for (const one of bucket) {
					found.push(one.place);
					if (found.length >= limit) return found;
				}
			}
			return found;
		}
	};
}
