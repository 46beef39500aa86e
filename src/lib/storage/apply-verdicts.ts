/**
 * The server's answers, all in one transaction: acknowledgement and state change are one. Accepted operations go to the
 * journal, parked ones stay and are no longer sent, refused ones go to attention with their text, `retry` changes nothing.
 * With the record that it hangs on what was refused for want of it waits again.
 * A verdict for an operation this phone does not hold (a late duplicate) is ignored, and so is all that was said before a
 * restore this phone has heard of: the server no longer knows of it.
 */
import type { Verdict } from '#lib/domain/operation.ts';
import type { Databases } from './databases.ts';
import { getMeta } from './meta.ts';
import { deleteMany } from './delete-many.ts';
import { getMany } from './get-many.ts';
import { rebuildRow, rebuildRows } from './own-work.ts';
import { bareOperation } from './operation-row.ts';
import type { ReadBody } from './record-row.ts';
import type { AttentionRow } from './rows.ts';
import { sendAgain } from './send-again.ts';
import type { AcceptedRow, PersonDatabase, WaitingRow } from './schema.ts';

/** When an answer was given: by the phone's clock, for people, and by the server's, for all that is counted. */
export interface Answered {
	readonly epoch: number;
	readonly now: string;
	readonly serverTime: string;
}

/** Where answered operations go, written together. */
class Settled {
	readonly #left: string[] = [];
	readonly accepted: AcceptedRow[] = [];
	readonly #parked: WaitingRow[] = [];
	readonly #refused: AttentionRow[] = [];

	/** @returns whether the operation moved on */
	add(row: WaitingRow, verdict: Verdict, { epoch, now, serverTime }: Answered): boolean {
		switch (verdict.outcome) {
			case 'applied':
			case 'merged':
			case 'duplicate': {
				const { rev, no } = verdict;
				const { before } = row;
				this.#left.push(row.opId);
				this.accepted.push({ ...bareOperation(row), acceptedAt: serverTime, epoch, rev, no, before });
				return true;
			}
			case 'parked':
				this.#parked.push({ ...row, lane: 'parked', verdict });
				return row.lane !== 'parked';
			case 'rejected':
				this.#left.push(row.opId);
				this.#refused.push(attentionOf(row, verdict, 'refused', now));
				return true;
			case 'retry':
				return false;
		}
	}

	/** @param keys all that are in the outbox from the first of these operations to the last, where they were read */
	async write(database: PersonDatabase, keys: ReadonlySet<string> | undefined): Promise<void> {
		await deleteMany(database.outbox, this.#left, keys);
		await database.outbox.bulkPut(this.#parked);
		await database.journal.put(this.accepted);
		await database.attention.bulkPut(this.#refused);
	}
}

export function attentionOf(
	row: WaitingRow,
	verdict: Verdict | null,
	why: AttentionRow['why'],
	since: string
): AttentionRow {
	return {
		opId: row.opId,
		recordId: row.recordId,
		kind: row.kind,
		operation: bareOperation(row),
		verdict,
		why,
		since,
		before: row.before
	};
}

interface Waiting {
	readonly rows: readonly WaitingRow[];
	/** All keys in the outbox from the first of theirs to the last, where they were read. */
	readonly keys?: ReadonlySet<string>;
}

/**
 * Rows of these operations that are still in the outbox. A waiting operation never changes: of those that the caller has read
 * only their being there is looked up.
 */
async function waitingOf(
	database: PersonDatabase,
	ids: readonly string[],
	sent: ReadonlyMap<string, WaitingRow>
): Promise<Waiting> {
	if (ids.some((id) => !sent.has(id))) {
		const rows = await getMany(database.outbox, ids, (row) => row.opId);
		return { rows: rows.filter((row) => row !== undefined) };
	}
	const sorted = [...ids].sort();
	const between = database.outbox.where(':id').between(sorted[0], sorted.at(-1), true, true);
	const there = new Set(await between.primaryKeys());
	return { rows: ids.flatMap((id) => (there.has(id) ? (sent.get(id) ?? []) : [])), keys: there };
}

/**
 * @param options.sent rows that the caller has read as they waited to be sent
 * @returns ids of the operations that moved on
 */
export async function applyVerdicts(
	databases: Databases,
	verdicts: readonly Verdict[],
	options: Answered & { readonly read: ReadBody; readonly sent?: ReadonlyMap<string, WaitingRow> }
): Promise<readonly string[]> {
	if (verdicts.length === 0) return [];
	return databases.pulls.run((database) =>
		database.transaction(
			'rw',
			['outbox', 'attention', 'drafts', 'meta', ...database.records.tables, ...database.journal.tables],
			async () => {
				const known = await getMeta(database, 'server');
				if (known && options.epoch < known.epoch) return [];
				const byId = new Map(verdicts.map((verdict) => [verdict.opId, verdict]));
				const { rows, keys } = await waitingOf(database, [...byId.keys()], options.sent ?? new Map());
				const touched = new Set<string>();
				const moved: string[] = [];
				const settled = new Settled();
				for (const row of rows) {
					const verdict = byId.get(row.opId);
					if (!verdict) continue;
					const isMoved = settled.add(row, verdict, options);
					if (isMoved) moved.push(row.opId);
					// What keeps it parked says what may stay of its record.
					if (isMoved || verdict.refusal !== (row.verdict?.refusal ?? null)) touched.add(row.recordId);
				}
				const before = await database.journal.with('record', [...touched]);
				await settled.write(database, keys);
				const there = new Set(settled.accepted.map((row) => row.recordId));
				const again = await sendAgain(database, there, options.read);
				const others = again.filter((id) => !touched.has(id));
				const ids = [...touched, ...others];
				const placed = await database.records.place(ids);
				const standing = ids.map((id) => {
					const { base = null, memberships = {} } = placed.rows.get(id) ?? {};
					return { id, base, memberships };
				});
				const accepted = [...before, ...settled.accepted, ...(await database.journal.with('record', others))];
				await rebuildRows(database, standing, options.read, databases.person, accepted, placed);
				if (moved.length > 0) await database.meta.put({ key: 'progressAt', value: options.now });
				return moved;
			}
		)
	);
}

/** Takes one operation out of the way of the others; its text stays under "needs attention". */
export async function setAside(
	databases: Databases,
	opId: string,
	why: AttentionRow['why'],
	now: string,
	read: ReadBody
): Promise<void> {
	await databases.pulls.run((database) =>
		database.transaction(
			'rw',
			['outbox', 'attention', 'drafts', ...database.records.tables, ...database.journal.tables],
			async () => {
				const row = await database.outbox.get(opId);
				if (!row) return;
				await database.outbox.delete(opId);
				await database.attention.put(attentionOf(row, null, why, now));
				const record = await database.records.get(row.recordId);
				const memberships = record?.memberships ?? {};
				await rebuildRow(database, row.recordId, record?.base ?? null, memberships, read, databases.person);
			}
		)
	);
}
