import type { RecordKind } from '#lib/records/kind.ts';
import { inChunks } from '#lib/server/database/in-chunks.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import type { RecordState } from './record-state.ts';

/** A record before (undefined: new) and after a group of operations. */
export interface RecordChange {
	readonly kind: RecordKind;
	readonly before: RecordState | undefined;
	readonly after: RecordState;
}

/** Writes what a group of operations made of its records: few statements, whatever the number of records. */
export async function writeRecords(trx: Trx, changes: readonly RecordChange[]): Promise<void> {
	for (const chunk of inChunks(changes, 100)) await writeChunk(trx, chunk);
}

async function writeChunk(trx: Trx, changes: readonly RecordChange[]): Promise<void> {
	await trx
		.insertInto('record')
		.values(changes.map(({ after }) => after.row))
		.onConflict((conflict) =>
			conflict.column('id').doUpdateSet((set) => ({
				region: set.ref('excluded.region'),
				no: set.ref('excluded.no'),
				rev: set.ref('excluded.rev'),
				state: set.ref('excluded.state'),
				date: set.ref('excluded.date'),
				team: set.ref('excluded.team'),
				organisation: set.ref('excluded.organisation'),
				station: set.ref('excluded.station'),
				programme: set.ref('excluded.programme'),
				campaign: set.ref('excluded.campaign'),
				trip: set.ref('excluded.trip'),
				parent: set.ref('excluded.parent'),
				sensitive: set.ref('excluded.sensitive'),
				schema: set.ref('excluded.schema'),
				body: set.ref('excluded.body'),
				corrected: set.ref('excluded.corrected'),
				open_flags: set.ref('excluded.open_flags'),
				conflicts: set.ref('excluded.conflicts'),
				search_text: set.ref('excluded.search_text'),
				duplicate_key: set.ref('excluded.duplicate_key'),
				season_key: set.ref('excluded.season_key')
			}))
		)
		.execute();

	const revisions = changes.flatMap(({ before, after }) =>
		after.revisions
			.filter((one) => one.rev > (before?.row.rev ?? 0))
			.map(({ device: _device, n: _n, sent: _sent, ...revision }) => revision)
	);
	if (revisions.length > 0) await trx.insertInto('record_revision').values(revisions).execute();

	const decisions = changes.flatMap(({ before, after }) =>
		after.decisions.filter((one) => one.rev > (before?.row.rev ?? 0))
	);
	if (decisions.length > 0) await trx.insertInto('decision').values(decisions).execute();

	const refigured = changes.filter(({ before, after }) => before?.row.body !== after.row.body);
	const reflagged = changes.filter(({ before, after }) => before?.flags !== after.flags);
	const oldFigures = refigured.filter((one) => one.before).map((one) => one.after.row.id);
	const oldFlags = reflagged.filter((one) => one.before).map((one) => one.after.row.id);
	if (oldFigures.length > 0) await trx.deleteFrom('measure').where('record_id', 'in', oldFigures).execute();
	if (oldFlags.length > 0) await trx.deleteFrom('flag').where('record_id', 'in', oldFlags).execute();
	for (const rows of inChunks(refigured.flatMap(measuresOf), 2_000)) {
		await trx.insertInto('measure').values(rows).execute();
	}
	for (const rows of inChunks(
		reflagged.flatMap(({ after }) => after.flags),
		1_000
	)) {
		await trx.insertInto('flag').values(rows).execute();
	}

	const conflicts = changes
		.filter(({ before, after }) => before?.conflicts !== after.conflicts)
		.flatMap(({ after }) => after.conflicts);
	if (conflicts.length > 0) {
		await trx
			.insertInto('conflict')
			.values(conflicts)
			.onConflict((conflict) =>
				conflict.column('id').doUpdateSet((set) => ({
					settled_by: set.ref('excluded.settled_by'),
					settled_at: set.ref('excluded.settled_at')
				}))
			)
			.execute();
	}
}

/** Figures of a record, those of the same name and dimension added up, zeros left out. */
function measuresOf({ kind, after }: RecordChange) {
	const sums = new Map<string, { record_id: string; name: string; dimension: string; value: number }>();
	for (const { name, dimension, value } of kind.measures(after.body)) {
		const key = `${name}\n${dimension}`;
		const sum = sums.get(key);
		if (sum) sum.value += value;
		else sums.set(key, { record_id: after.row.id, name, dimension, value });
	}
	return [...sums.values()].filter((one) => one.value !== 0);
}
