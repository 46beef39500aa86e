import type { RecordKind } from '#lib/records/kind.ts';
import { inChunks } from '#lib/server/database/in-chunks.ts';
import { insertRows, orReplace } from '#lib/server/database/insert-rows.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import { nameAttachments } from '#lib/server/attachments/name-attachments.ts';
import { notePrints } from '#lib/server/photos/note-prints.ts';
import type { RecordState } from './record-state.ts';

/** A record before (undefined: new) and after a group of operations. */
export interface RecordChange {
	readonly kind: RecordKind;
	readonly before: RecordState | undefined;
	readonly after: RecordState;
}

/** What a record keeps from its first save; all else follows its newest revision. */
const LASTING = [
	'id',
	'kind',
	'legacy_no',
	'recorder',
	'recorder_team',
	'recorded_at',
	'corrected_at',
	'received_at',
	'device_id',
	'late_hours'
] as const;
const CHANGING = [
	'region',
	'no',
	'rev',
	'state',
	'date',
	'team',
	'organisation',
	'station',
	'programme',
	'campaign',
	'trip',
	'parent',
	'sensitive',
	'schema',
	'body',
	'corrected',
	'open_flags',
	'conflicts',
	'wording',
	'duplicate_key',
	'season_key'
] as const;
const RECORD = [...LASTING, ...CHANGING] as const;
const CHANGED = orReplace(['id'], CHANGING);
const REVISION = [
	'record_id',
	'rev',
	'op_id',
	'verb',
	'by_account',
	'at',
	'received_at',
	'state',
	'body',
	'changes'
] as const;
const MEASURE = ['record_id', 'name', 'dimension', 'value'] as const;
const FLAG = [
	'id',
	'record_id',
	'code',
	'field',
	'message',
	'params',
	'answer',
	'created_rev',
	'closed'
] as const;

/** Writes what a group of operations made of its records: few statements, whatever the number of records. */
export async function writeRecords(trx: Trx, changes: readonly RecordChange[]): Promise<void> {
	for (const chunk of inChunks(changes, 100)) await writeChunk(trx, chunk);
}

async function writeChunk(trx: Trx, changes: readonly RecordChange[]): Promise<void> {
	await insertRows(
		trx,
		'record',
		RECORD,
		changes.map(({ after }) => after.row),
		CHANGED
	);

	const revisions = changes.flatMap(({ before, after }) =>
		after.revisions.filter((one) => one.rev > (before?.row.rev ?? 0))
	);
	await insertRows(trx, 'record_revision', REVISION, revisions);
	await nameAttachments(trx, changes);

	await notePrints(
		trx,
		changes.flatMap(({ before, after }) => (before?.row.body === after.row.body ? [] : [after]))
	);

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
	await insertRows(trx, 'measure', MEASURE, refigured.flatMap(measuresOf));
	await insertRows(
		trx,
		'flag',
		FLAG,
		reflagged.flatMap(({ after }) => after.flags)
	);

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
