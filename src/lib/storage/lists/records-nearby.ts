/** Records of the same place or day, for the rules about duplicates. */
import type { Databases } from '#lib/storage/databases.ts';
import { rowToRecord } from '#lib/storage/record-row.ts';
import type { LocalRecord } from '#lib/storage/rows.ts';
import type { RecordRow } from '#lib/storage/schema.ts';
import { indexRange } from './index-plan.ts';

/** Records of one kind that touch a place, opaque ones apart. */
export async function recordsAtPlace(
	databases: Databases,
	kind: string,
	place: { organisation: string | null; station: string | null }
): Promise<readonly LocalRecord[]> {
	return databases.saves.run(async (database) => {
		const rows = place.organisation
			? await database.records.where('organisation').equals(place.organisation).toArray()
			: place.station
				? await database.records.where('station').equals(place.station).toArray()
				: [];
		return rows.filter((row) => row.kind === kind && !row.opaque).map(rowToRecord);
	});
}

export async function recordsOfDay(
	databases: Databases,
	kind: string,
	date: string
): Promise<readonly LocalRecord[]> {
	return databases.saves.run(async (database) => {
		const rows: RecordRow[] = [];
		for (const mine of [0, 1])
			rows.push(...(await indexRange(database, 'mine+kind+date+savedAt', [mine, kind, date]).toArray()));
		return rows.map(rowToRecord);
	});
}
