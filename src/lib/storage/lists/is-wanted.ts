import type { RecordRow } from '#lib/storage/schema.ts';
import type { Facets } from '#lib/storage/briefs/sheet.ts';
import type { RecordFilter } from './record-filter.ts';

/** What of a filter is in a record's facets. */
export function hasFacets(facets: Facets, filter: RecordFilter): boolean {
	if ((filter.own ?? true) && facets.mine !== 1) return false;
	if (filter.kind && facets.kind !== filter.kind) return false;
	if (filter.stage && facets.stage !== filter.stage) return false;
	if (filter.state !== undefined && facets.state !== filter.state) return false;
	return !filter.team || facets.team === filter.team;
}

export function isWanted(row: RecordRow, filter: RecordFilter, parts: readonly string[]): boolean {
	if (row.opaque || !hasFacets({ ...row, mine: row.mine ?? 0 }, filter)) return false;
	if (filter.trip && row.trip !== filter.trip) return false;
	if (filter.parent && row.parent !== filter.parent) return false;
	if (filter.date && row.date !== filter.date) return false;
	return parts.every((part) => row.searchText.includes(part));
}

export function newestFirst(a: RecordRow, b: RecordRow): number {
	if (a.date !== b.date) return a.date < b.date ? 1 : -1;
	if (a.savedAt !== b.savedAt) return a.savedAt < b.savedAt ? 1 : -1;
	return a.id < b.id ? 1 : -1;
}
