import type { Body } from '#lib/domain/merge.ts';
import type { Operation } from '#lib/domain/operation.ts';
import type { Selectable } from 'kysely';
import { kindOf } from '#lib/records/index.ts';
import { upcastBody } from '#lib/records/upcast.ts';
import { compiledOnce } from '#lib/server/database/compiled-once.ts';
import { inChunks } from '#lib/server/database/in-chunks.ts';
import { listed } from '#lib/server/database/listed.ts';
import { lockedIn } from '#lib/server/database/row-locks.ts';
import type {
	ConflictTable,
	DecisionTable,
	FlagTable,
	RecordRevisionTable,
	RecordTable,
	Trx
} from '#lib/server/database/schema.ts';

/** A revision with the device, counter and road of the operation that made it. */
export interface Revision extends RecordRevisionTable {
	readonly device: string | null;
	readonly n: number | null;
	readonly origin: string | null;
	/** Revision that it was written on, where that was kept. */
	readonly base_rev: number | null;
	/** Epoch that its device knew the server by then; 0: none that can be named, null: nobody knows. */
	readonly known_epoch: number | null;
	/** The operation as it was sent, or its text; null where it became the revision's body just as it was. */
	readonly sent: Operation | string | null;
}

/** All a push needs to know of one record. Replaced as a whole by every operation, never changed in place. */
export interface RecordState {
	readonly row: RecordTable;
	readonly body: Body;
	readonly revisions: readonly Revision[];
	readonly flags: readonly FlagTable[];
	/** Conflicts that wait, and those this push settled. */
	readonly conflicts: readonly ConflictTable[];
	readonly decisions: readonly DecisionTable[];
}

/** Records of one statement: an import has more than may be in memory twice. */
const MOST = 1_000;

const findRecords = compiledOnce((db, ids: readonly string[]) =>
	lockedIn(db, db.selectFrom('record').selectAll().where('id', 'in', listed(db, ids)).orderBy('id'))
);

/** Loads the records of a push with their revisions, flags, waiting conflicts and decisions. */
export async function loadRecordStates(trx: Trx, ids: readonly string[]): Promise<Map<string, RecordState>> {
	const states = new Map<string, RecordState>();
	for (const chunk of inChunks([...ids].sort(), MOST)) {
		const rows = await findRecords(trx, chunk);
		if (rows.length === 0) continue;
		const known = rows.map((row) => row.id);
		const revisions = await trx
			.selectFrom('record_revision')
			.leftJoin('operation', 'operation.op_id', 'record_revision.op_id')
			.selectAll('record_revision')
			.select(['operation.device_id as device', 'operation.n as n', 'operation.origin as origin'])
			.select(['operation.base_rev', 'operation.known_epoch'])
			.select((eb) =>
				eb.case().when('operation.outcome', '=', 'merged').then(eb.ref('operation.raw')).end().as('sent')
			)
			.where('record_revision.record_id', 'in', listed(trx, known))
			.orderBy('record_revision.rev')
			.execute();
		const flags = await trx
			.selectFrom('flag')
			.selectAll()
			.where('record_id', 'in', listed(trx, known))
			.execute();
		const conflicts = await trx
			.selectFrom('conflict')
			.selectAll()
			.where('record_id', 'in', listed(trx, known))
			.where('settled_at', 'is', null)
			.execute();
		const decisions = await trx
			.selectFrom('decision')
			.selectAll()
			.where('record_id', 'in', listed(trx, known))
			.orderBy('rev')
			.execute();
		const revisionsById = grouped(revisions);
		const flagsById = grouped(flags);
		const conflictsById = grouped(conflicts);
		const decisionsById = grouped(decisions);
		for (const row of rows) {
			states.set(row.id, {
				row,
				body: inPresentForm(row),
				revisions: revisionsById.get(row.id) ?? [],
				flags: flagsById.get(row.id) ?? [],
				conflicts: conflictsById.get(row.id) ?? [],
				decisions: decisionsById.get(row.id) ?? []
			});
		}
	}
	return states;
}

/** Rows by the record they belong to, in their order. */
export function grouped<T extends { readonly record_id: string }>(rows: readonly T[]): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const row of rows) {
		const group = groups.get(row.record_id);
		if (group) group.push(row);
		else groups.set(row.record_id, [row]);
	}
	return groups;
}

/** A stored body as the rules of today read it; one that no step leads from stays as it is. */
function inPresentForm(row: Pick<Selectable<RecordTable>, 'kind' | 'schema' | 'body'>): Body {
	const body = JSON.parse(row.body) as Body;
	const kind = kindOf(row.kind);
	return ((kind && upcastBody(kind, row.schema, body)) ?? body) as Body;
}
