import { isUuid } from '#lib/domain/ids.ts';
import type { FieldConflict } from '#lib/domain/merge.ts';
import type { HistoryEntry, RecordView } from '#lib/protocol/record-view.ts';
import { inChunks } from '#lib/server/database/in-chunks.ts';
import { listed } from '#lib/server/database/listed.ts';
import type { RecordTable, Trx } from '#lib/server/database/schema.ts';
import { countAdjustments } from '#lib/server/stock/count-adjustments.ts';
import { grouped } from './record-state.ts';
import { underVoided } from './voided-parents.ts';

type Names = ReadonlyMap<string, string>;

/** Records as phones and the desk see them, by id, with flags, latest decision, waiting conflicts and history. */
export async function recordViews(trx: Trx, ids: readonly string[]): Promise<Map<string, RecordView>> {
	const views = new Map<string, RecordView>();
	for (const chunk of inChunks(ids.filter(isUuid), 500)) {
		const rows = await trx.selectFrom('record').selectAll().where('id', 'in', listed(trx, chunk)).execute();
		if (rows.length === 0) continue;
		for (const [id, view] of await viewsOf(trx, rows)) views.set(id, view);
	}
	return views;
}

async function viewsOf(trx: Trx, rows: readonly RecordTable[]): Promise<Map<string, RecordView>> {
	const ids = rows.map((row) => row.id);
	const flags = grouped(
		await trx
			.selectFrom('flag')
			.selectAll()
			.where('record_id', 'in', listed(trx, ids))
			.where('closed', '=', 0)
			.execute()
	);
	const decisions = grouped(
		await trx
			.selectFrom('decision')
			.selectAll()
			.where('record_id', 'in', listed(trx, ids))
			.orderBy('rev')
			.execute()
	);
	const conflicts = grouped(
		await trx
			.selectFrom('conflict')
			.selectAll()
			.where('record_id', 'in', listed(trx, ids))
			.where('settled_at', 'is', null)
			.execute()
	);
	const revisions = grouped(
		await trx
			.selectFrom('record_revision')
			.select(['record_id', 'rev', 'verb', 'by_account', 'at', 'received_at', 'changes'])
			.where('record_id', 'in', listed(trx, ids))
			.orderBy('rev')
			.execute()
	);
	const people = new Set(rows.map((row) => row.recorder));
	for (const list of revisions.values()) for (const one of list) people.add(one.by_account);
	const names = await namesOf(trx, [...people]);
	const name = (id: string) => names.get(id) ?? id;
	const adjustments = await countAdjustments(trx, rows);
	const voided = await underVoided(trx, rows);

	return new Map(
		rows.map((row) => {
			const decision = decisions.get(row.id)?.at(-1);
			const adjusted = adjustments.get(row.id);
			const view: RecordView = {
				kind: row.kind,
				id: row.id,
				rev: row.rev,
				schema: row.schema,
				state: voided.has(row.id) ? 'voided' : (row.state as RecordView['state']),
				no: row.no,
				legacyNo: row.legacy_no,
				region: row.region,
				recorder: row.recorder,
				recorderName: name(row.recorder),
				recordedAt: row.recorded_at,
				receivedAt: row.received_at,
				corrected: row.corrected === 1,
				body: JSON.parse(row.body),
				...(adjusted ? { adjusted: [...adjusted] } : {}),
				flags: (flags.get(row.id) ?? []).map((flag) => ({
					code: flag.code,
					field: flag.field,
					message: flag.message,
					...(flag.params ? { params: JSON.parse(flag.params) as Record<string, string> } : {}),
					answer: flag.answer
				})),
				decision: decision
					? {
							verb: decision.verb,
							by: decision.by_account,
							byName: name(decision.by_account),
							at: decision.at,
							reason: decision.reason,
							note: decision.note,
							comments: JSON.parse(decision.comments) as { field: string; text: string }[],
							due: decision.due
						}
					: null,
				conflicts: (conflicts.get(row.id) ?? []).map((one) => ({
					id: one.id,
					by: one.by_account,
					byName: name(one.by_account),
					at: one.at,
					fields: JSON.parse(one.fields) as FieldConflict[]
				})),
				history: (revisions.get(row.id) ?? []).map((one) => ({
					rev: one.rev,
					verb: one.verb,
					by: one.by_account,
					byName: name(one.by_account),
					at: one.at,
					receivedAt: one.received_at,
					changes: JSON.parse(one.changes) as HistoryEntry['changes']
				}))
			};
			return [row.id, view] as const;
		})
	);
}

async function namesOf(trx: Trx, ids: readonly string[]): Promise<Names> {
	const names = new Map<string, string>();
	for (const chunk of inChunks(ids, 500)) {
		const rows = await trx
			.selectFrom('account')
			.select(['id', 'zh'])
			.where('id', 'in', listed(trx, chunk))
			.execute();
		for (const row of rows) names.set(row.id, row.zh);
	}
	return names;
}
