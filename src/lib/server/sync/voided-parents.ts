/**
 * Persons' rows under a record that was voided: nobody attended it, or received at it. The row stays as it was written, and
 * every phone that holds it is told, also one that is shown the record itself no more.
 */
import { recordKinds } from '#lib/records/index.ts';
import type { RecordKind } from '#lib/records/kind.ts';
import { listed } from '#lib/server/database/listed.ts';
import { lockedIn } from '#lib/server/database/row-locks.ts';
import type { RecordTable, Trx } from '#lib/server/database/schema.ts';
import type { FeedChange } from './feed.ts';
import type { LoadedWorld } from './push-world.ts';

const PERSONS = (recordKinds as unknown as readonly RecordKind[]).flatMap(({ kind, merging, parentKind }) =>
	merging && parentKind ? [kind] : []
);

/** Records that this push voided (or that stand again), and that had been there before. */
export function turnedOver(world: LoadedWorld, touched: ReadonlySet<string>): string[] {
	const isVoided = (state: { row: { state: string | null } } | undefined) => state?.row.state === 'voided';
	return [...touched].filter((id) => {
		const before = world.atFirst(id);
		return before !== undefined && isVoided(before) !== isVoided(world.states.get(id));
	});
}

/** Ids of those of these records that are persons' rows of a voided one. */
export async function underVoided(trx: Trx, rows: readonly RecordTable[]): Promise<ReadonlySet<string>> {
	const persons = rows.filter(({ kind, parent }) => parent !== null && PERSONS.includes(kind));
	if (persons.length === 0) return new Set();
	const voided = await trx
		.selectFrom('record')
		.select('id')
		.where('id', 'in', listed(trx, [...new Set(persons.flatMap(({ parent }) => parent ?? []))]))
		.where('state', '=', 'voided')
		.execute();
	const parents = new Set(voided.map(({ id }) => id));
	return new Set(persons.flatMap(({ id, parent }) => (parents.has(parent ?? '') ? [id] : [])));
}

/**
 * The persons' rows of the records that turned over, once more to the scopes that show them: at their present revision, as
 * nothing was written to them. They are held, so that no other writer moves them on meanwhile.
 */
export async function toldAgain(
	trx: Trx,
	world: LoadedWorld,
	touched: ReadonlySet<string>
): Promise<FeedChange[]> {
	const turned = turnedOver(world, touched);
	if (turned.length === 0) return [];
	const rows = await lockedIn(
		trx,
		trx
			.selectFrom('record')
			.select('id')
			.where('parent', 'in', listed(trx, turned))
			.where('kind', 'in', PERSONS)
			.orderBy('id')
	).execute();
	// What this push itself changed of them goes to the feeds by itself.
	const ids = rows.flatMap(({ id }) => (touched.has(id) ? [] : [id]));
	if (ids.length === 0) return [];
	const shown = await trx
		.selectFrom('feed')
		.select(['scope', 'kind', 'record_id as id', 'rev'])
		.where('record_id', 'in', listed(trx, ids))
		.where('gone', '=', 0)
		.execute();
	return shown.map((row) => ({ ...row, gone: false }));
}
