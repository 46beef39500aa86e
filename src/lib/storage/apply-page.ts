/**
 * A page of a pull: its rows and the scope's cursor in one transaction, and only if the stored cursor equals the page's
 * `from`. What waits on the phone is never touched; rows with own work are built anew over their new base.
 *
 * Another `gen`, a cursor beyond the head, or an unequal hash at the end of the scope start it again from 0: a new sweep.
 * Rows are then marked as they come, and what carries an older mark at the end is swept. Where that changes nothing it is
 * the server that counts wrongly: until the next day its scope is taken as right while it is wrong by the same.
 */
import { removeDigest } from '#lib/protocol/digest.ts';
import type { FeedRow, ScopePage } from '#lib/protocol/pull.ts';
import { isStockRow } from '#lib/protocol/stock-view.ts';
import type { RecordView } from '#lib/protocol/record-view.ts';
import type { Databases } from './databases.ts';
import { applyLeased, isLeasedRow, sweepLeased } from './leases/apply-leased.ts';
import { getMeta } from './meta.ts';
import { ofBefore } from './told-before.ts';
import { forgetOthersWords, keepsBase, ownWork, rebuildRow, rebuildRows, type Standing } from './own-work.ts';
import { buildRow, NO_WORK, type ReadBody } from './record-row.ts';
import type { CursorRow, PersonDatabase, RecordRow, ReferenceRow } from './schema.ts';
import { startSweep } from './start-sweep.ts';
import { applyStock, sweepStock } from './stock/apply-stock.ts';
import { Tally } from './tally.ts';

/**
 * `applied`; `refused`: the stored cursor is elsewhere, nothing was changed; `restarted`: the scope begins again from 0;
 * `mismatch`: as `restarted`, because count or hash did not agree (worth a report).
 */
export type PageResult = 'applied' | 'refused' | 'restarted' | 'mismatch';

export interface AppliedPage {
	readonly result: PageResult;
	/** Reference entries that changed, for the cache in memory; null: read it all again. */
	readonly reference: readonly ReferenceRow[] | null;
}

const REFERENCE = 'ref:';

async function applyReference(
	database: PersonDatabase,
	rows: readonly FeedRow[],
	tally: Tally
): Promise<ReferenceRow[] | null> {
	const keyed = rows.map((row) => {
		const kind = row.kind.slice(REFERENCE.length);
		const code =
			row.body && typeof row.body === 'object' && 'code' in row.body ? String(row.body.code) : row.id;
		return { row, kind, code };
	});
	const before = await database.reference.bulkGet(
		keyed.map(({ kind, code }) => [kind, code] as [string, string])
	);
	const changed: ReferenceRow[] = [];
	let removed = false;
	for (const [at, { row, kind, code }] of keyed.entries()) {
		tally.leave(row.kind, row.id, before[at]);
		if (row.gone) {
			removed = true;
			await database.reference.delete([kind, code]);
			continue;
		}
		tally.enter(row.kind, row.id, row.rev);
		changed.push({ kind, code, id: row.id, rev: row.rev, mark: tally.cursor.sweep, body: row.body });
	}
	await database.reference.bulkPut(changed);
	return removed ? null : changed;
}

/** True while another scope still vouches, in its present sweep, for the newer base that is stored. */
function isNewerElsewhere(row: RecordRow, incoming: FeedRow, sweeps: ReadonlyMap<string, number>): boolean {
	if (!row.base || row.base.rev <= incoming.rev) return false;
	return Object.entries(row.memberships).some(
		([scope, member]) => member.mark === sweeps.get(scope) && member.rev > incoming.rev
	);
}

async function applyRecords(
	databases: Databases,
	database: PersonDatabase,
	scope: string,
	rows: readonly FeedRow[],
	tally: Tally,
	read: ReadBody
): Promise<void> {
	const ids = rows.map((row) => row.id);
	const placed = await database.records.place(ids);
	const sweeps = new Map((await database.cursors.toArray()).map((cursor) => [cursor.scope, cursor.sweep]));
	sweeps.set(scope, tally.cursor.sweep);
	const plain: RecordRow[] = [];
	const left: string[] = [];
	const withWork: Standing[] = [];
	for (const row of rows) {
		const before = placed.rows.get(row.id);
		const { [scope]: was, ...others } = before?.memberships ?? {};
		tally.leave(row.kind, row.id, was);
		if (row.gone) {
			if (before && was && (await leaveScope(databases, database, before, scope, read))) left.push(row.id);
			continue;
		}
		tally.enter(row.kind, row.id, row.rev);
		const keep = before && isNewerElsewhere(before, row, sweeps);
		const base = keep ? before.base : (row.body as RecordView);
		const memberships = { ...others, [scope]: { rev: row.rev, mark: tally.cursor.sweep } };
		if (before && (before.stage !== 'on-server' || before.laid !== undefined)) {
			withWork.push({ id: row.id, base, memberships });
			continue;
		}
		const next = buildRow(row.id, base, NO_WORK, memberships, read, databases.person);
		if (next) plain.push(next);
	}
	await database.records.delete(left);
	// What left the scope was written: where the others stood before that is not certain any more.
	await database.records.put(plain, rows.some(({ gone }) => gone) ? undefined : placed);
	await rebuildRows(database, withWork, read, databases.person);
}

/**
 * Takes a record out of a scope; the last scope takes its base with it, own work that waits keeps the row. What drafts and
 * accepted work kept of others' words, to be compared with, goes as well; the person's own words stay.
 * @param isSwept the server did not name it when it told the scope anew
 * @returns true when nothing of it is left and its row is to be deleted: by the caller, as many at once are quicker
 */
export async function leaveScope(
	databases: Databases,
	database: PersonDatabase,
	row: RecordRow,
	scope: string,
	read: ReadBody,
	isSwept = false
): Promise<boolean> {
	const { [scope]: _left, ...memberships } = row.memberships;
	if (Object.keys(memberships).length > 0) {
		await database.records.put([{ ...row, memberships }]);
		return false;
	}
	const work = await ownWork(database, row.id);
	const kept = keepsBase(work) ? row.base : null;
	const base = isSwept ? ofBefore(kept, await getMeta(database, 'server')) : kept;
	if (!base) await forgetOthersWords(database, row.kind, row.id, work);
	if (!base && work.waiting.length + work.attention.length === 0) return true;
	await rebuildRow(database, row.id, base, memberships, read, databases.person);
	return false;
}

/** `leaveScope` of many records. */
export async function leaveScopeOfMany(
	databases: Databases,
	database: PersonDatabase,
	rows: readonly RecordRow[],
	scope: string,
	read: ReadBody,
	isSwept = false
): Promise<void> {
	const left: string[] = [];
	for (const row of rows)
		if (await leaveScope(databases, database, row, scope, read, isSwept)) left.push(row.id);
	await database.records.delete(left);
}

/** Removes what an earlier sweep marked and this one did not. */
async function sweepOld(
	databases: Databases,
	database: PersonDatabase,
	cursor: CursorRow,
	read: ReadBody
): Promise<boolean> {
	if (cursor.scope === 'ref') {
		const old = await database.reference.filter((row) => row.mark !== cursor.sweep).toArray();
		await database.reference.bulkDelete(old.map((row) => [row.kind, row.code] as [string, string]));
		return old.length > 0;
	}
	if (cursor.sweep === 1) return false;
	await sweepStock(database, cursor.scope, cursor.sweep);
	await sweepLeased(database, cursor);
	const old = await database.records.filter((row) => {
		const member = row.memberships[cursor.scope];
		return member !== undefined && member.mark !== cursor.sweep;
	});
	await leaveScopeOfMany(databases, database, old, cursor.scope, read, true);
	return false;
}

/** @param read what the kinds' definitions say about a body; loaded before, a transaction cannot wait for it */
export async function applyPage(databases: Databases, page: ScopePage, read: ReadBody): Promise<AppliedPage> {
	return databases.pulls.run((database) =>
		database.transaction(
			'rw',
			[
				...['reference', 'cursors', 'outbox', 'attention', 'drafts', 'stock', 'leased', 'meta'],
				...[...database.records.tables, ...database.journal.tables]
			],
			async (): Promise<AppliedPage> => {
				const stored = await database.cursors.get(page.scope);
				let cursor = stored ?? startSweep(page.scope, page.gen, undefined);
				const isNewFeed = stored !== undefined && stored.gen !== page.gen;
				// The whole scope ends before our cursor: the server went back without a new gen.
				const isBeyondHead = !page.more && page.from === 0 && page.to < cursor.seq;
				if (isNewFeed || isBeyondHead) cursor = startSweep(page.scope, page.gen, stored);
				if (page.from !== cursor.seq || page.to < page.from) {
					if (!isNewFeed) return { result: 'refused', reference: [] };
					await database.cursors.put(cursor);
					return { result: 'restarted', reference: [] };
				}
				const tally = new Tally(cursor);
				const references = page.rows.filter((row) => row.kind.startsWith(REFERENCE));
				const stock = page.rows.filter((row) => isStockRow(row.kind));
				const leased = page.rows.filter(isLeasedRow);
				const records = page.rows.filter(
					(row) => !row.kind.startsWith(REFERENCE) && !isStockRow(row.kind) && !isLeasedRow(row)
				);
				let reference = await applyReference(database, references, tally);
				await applyRecords(databases, database, page.scope, records, tally, read);
				await applyStock(database, page.scope, stock, tally);
				if (leased.length > 0) {
					const said = await getMeta(database, 'server');
					await applyLeased(database, leased, tally, Date.parse(said?.lastServerTime ?? ''));
				}
				const next: CursorRow = { ...cursor, seq: page.to, count: tally.count, hash: tally.hash };
				if (page.more) {
					await database.cursors.put(next);
					return { result: 'applied', reference };
				}
				if (next.sweeping && (await sweepOld(databases, database, next, read))) reference = null;
				const { count = next.count, hash = next.hash } = page;
				let off: string | undefined;
				if (count !== next.count || hash !== next.hash) {
					const today = (await getMeta(database, 'server'))?.serverToday;
					off = `${count - next.count} ${removeDigest(hash, next.hash)} ${today}`;
					// By as much after a sweep as before it: that is the server's own error, and pulling mends nothing.
					if (off !== cursor.off) {
						await database.cursors.put({ ...startSweep(page.scope, page.gen, next), off });
						return { result: 'mismatch', reference };
					}
				}
				await database.cursors.put({ ...next, sweeping: false, off });
				return { result: 'applied', reference };
			}
		)
	);
}
