/** Which index answers a filter, and whether it leaves anything to be looked at besides. */
import type { Collection, IndexableType } from 'dexie';
import Dexie from 'dexie';
import type { PersonDatabase, RecordRow } from '#lib/storage/schema.ts';
import { partsOf, type RecordFilter } from './record-filter.ts';

export interface IndexPlan {
	/** Of the records that stand by themselves. */
	readonly rows: Collection<RecordRow, string>;
	/** True: the index leaves newest first and nothing but the filter's rows. */
	readonly exact: boolean;
}

/** Of the records in packs those among which the filter's are. */
export function packedPlan({ records }: PersonDatabase, filter: RecordFilter): Promise<RecordRow[]> {
	if (filter.trip) return records.packedWith('trip', [filter.trip]);
	if (filter.parent) return records.packedWith('parent', [filter.parent]);
	if (filter.date) return records.packedWith('day', [filter.date]);
	if ((filter.own ?? true) && filter.state === 'returned') return records.packedWith('state', ['returned']);
	return records.packedFilter(() => true);
}

/** All keys of a compound index that begin with `prefix`: a shorter array sorts before, one that ends in an array after. */
export function indexRange(
	database: PersonDatabase,
	index: string,
	prefix: readonly IndexableType[]
): Collection<RecordRow, string> {
	return database.records.alone
		.where(`[${index}]`)
		.between([...prefix], [...prefix, Dexie.maxKey as IndexableType], true, true);
}

export function indexPlan(database: PersonDatabase, filter: RecordFilter): IndexPlan {
	const own = filter.own ?? true;
	const { kind, team, date } = filter;
	const day = date ? [date] : [];
	const rest = Boolean(filter.stage || filter.state || partsOf(filter).length > 0);
	if (filter.trip) return { rows: database.records.alone.where('trip').equals(filter.trip), exact: false };
	if (filter.parent)
		return { rows: database.records.alone.where('parent').equals(filter.parent), exact: false };
	if (team && !own)
		return { rows: indexRange(database, 'team+date+savedAt', [team, ...day]), exact: !rest && !kind };
	if (own && filter.state)
		return { rows: database.records.alone.where('[mine+state]').equals([1, filter.state]), exact: false };
	if (own && kind) {
		const rows = indexRange(database, 'mine+kind+date+savedAt', [1, kind, ...day]);
		return { rows, exact: !rest && !team };
	}
	if (own) return { rows: indexRange(database, 'mine+date+savedAt', [1, ...day]), exact: !rest && !team };
	const all = database.records.alone.where('[mine+date+savedAt]').between([0], [1, Dexie.maxKey], true, true);
	return { rows: all, exact: false };
}
