/**
 * What rows that hang on a record say of it, once they are at the server: more named sign-ins than the head count are a flag on
 * the session (R02), and so are receipts that are still to come. The record itself does not move: a flag is no revision.
 */
import type { FlagTable, Trx } from '#lib/server/database/schema.ts';
import type { Issue } from '#lib/domain/issue.ts';
import type { RecordKind } from '#lib/records/kind.ts';
import { compiledOnce } from '#lib/server/database/compiled-once.ts';
import { listed } from '#lib/server/database/listed.ts';
import { COUNTED_FLAGS, countOpenFlags } from './judge-body.ts';
import type { KindLookup } from './push-types.ts';
import type { LoadedWorld } from './push-world.ts';
import type { RecordState } from './record-state.ts';
import { writeRecords, type RecordChange } from './write-records.ts';

/** Looks at all records that moved or whose rows did, and adds those whose flags changed to `touched`. */
export async function judgeCountedRows(
	trx: Trx,
	world: LoadedWorld,
	touched: Set<string>,
	kindOf: KindLookup
): Promise<void> {
	const parents = new Map<string, { kind: RecordKind; state: RecordState }>();
	for (const id of touched) {
		const own = world.states.get(id);
		const upper = own?.row.parent && kindOf(own.row.kind)?.merging ? own.row.parent : id;
		const state = world.states.get(upper);
		const kind = state && kindOf(state.row.kind);
		// Rows may have come before: of a record that is new now nothing can hang on it yet but what came with it.
		if (state && kind?.countedRows) parents.set(upper, { kind, state });
	}
	const counts = await countRows(trx, [...parents.keys()]);
	const changes: RecordChange[] = [];
	for (const [id, { kind, state }] of parents) {
		const counted = kind.countedRows;
		const rows = counts.get(id) ?? new Map<string, number>();
		if (!counted) continue;
		// Their ids are hashes: nothing is compared where nothing came.
		const inBody = new Set(rows.size === 0 ? [] : counted.inBody(state.body, id));
		const count = [...rows].filter(([row, value]) => value > 0 && !inBody.has(row)).length;
		const flags = withFlags(state, counted.judge(state.body, count), world);
		if (!flags) continue;
		const after = { ...state, flags, row: { ...state.row, open_flags: countOpenFlags(flags) } };
		changes.push({ kind, before: state, after });
		world.advance(id, after);
		touched.add(id);
	}
	if (changes.length > 0) await writeRecords(trx, changes);
}

const findRows = compiledOnce((db, parents: readonly string[]) =>
	db
		.selectFrom('record')
		.innerJoin('measure', 'measure.record_id', 'record.id')
		.select(['record.id', 'record.parent', 'measure.value'])
		.where('record.parent', 'in', listed(db, parents))
		.where('measure.name', 'in', ['named_signins', 'receipts'])
);

/** By record, its rows and whether they count. */
async function countRows(trx: Trx, parents: readonly string[]): Promise<Map<string, Map<string, number>>> {
	const counts = new Map<string, Map<string, number>>();
	if (parents.length === 0) return counts;
	for (const { id, parent, value } of await findRows(trx, parents)) {
		const own = counts.get(parent ?? '') ?? new Map<string, number>();
		own.set(id, Number(value));
		counts.set(parent ?? '', own);
	}
	return counts;
}

/** The record's flags with these in place of what was found before; null where nothing changes. */
function withFlags(state: RecordState, issues: readonly Issue[], world: LoadedWorld): FlagTable[] | null {
	const before = state.flags.filter((flag) => COUNTED_FLAGS.has(flag.code));
	const now = issues.map((issue): FlagTable => {
		const old = before.find((flag) => flag.code === issue.code && flag.message === issue.message);
		return {
			id: old?.id ?? world.newId(),
			record_id: state.row.id,
			code: issue.code,
			field: issue.field,
			message: issue.message,
			params: issue.params ? JSON.stringify(issue.params) : null,
			answer: old?.answer ?? null,
			created_rev: old?.created_rev ?? state.row.rev,
			closed: old?.closed ?? 0
		};
	});
	const isSame = (flag: FlagTable, at: number) =>
		flag.params === now[at]?.params && flag.message === now[at]?.message;
	if (before.length === now.length && before.every(isSame)) return null;
	return [...state.flags.filter((flag) => !COUNTED_FLAGS.has(flag.code)), ...now];
}
