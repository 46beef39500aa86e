/** Records of the same place or day, for the rules about duplicates. */
import type { Databases } from '#lib/storage/databases.ts';
import { rowToRecord } from '#lib/storage/record-row.ts';
import type { LocalRecord } from '#lib/storage/rows.ts';
import { indexRange } from './index-plan.ts';

/** Records of one kind that touch a place, opaque ones apart. */
export async function recordsAtPlace(
	databases: Databases,
	kind: string,
	place: { organisation: string | null; station: string | null }
): Promise<readonly LocalRecord[]> {
	return databases.saves.run(async (database) => {
		const rows = place.organisation
			? await database.records.with('organisation', [place.organisation])
			: place.station
				? await database.records.with('station', [place.station])
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
		const alone = (mine: 0 | 1) =>
			indexRange(database, 'mine+kind+date+savedAt', [mine, kind, date]).toArray();
		const rows = await database.transaction('r', database.records.reads, async () =>
			(await Promise.all([alone(0), alone(1), database.records.packedWith('day', [date])])).flat()
		);
		return rows.filter((row) => row.kind === kind && !row.opaque).map(rowToRecord);
	});
}
