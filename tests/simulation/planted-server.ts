/** Bugs that the server could have. */
import { sql } from 'kysely';
import { removeDigest, rowDigest } from '#lib/protocol/digest.ts';
import type { Operation, Verdict } from '#lib/domain/operation.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import { START } from './population.ts';
import { sentOperations } from './sent-operations.ts';
import type { Bug } from './bug.ts';
import type { SimServer } from './server.ts';

interface FeedRow {
	readonly scope: string;
	readonly seq: number;
	readonly kind: string;
	readonly record_id: string;
	readonly rev: number;
	readonly gone: number;
}

/** Operations of a request that an app made; what strangers send is left as it is. */
function operationsIn(sent: unknown): Operation[] {
	const operations = sentOperations(sent);
	return operations.every((one): one is Operation => typeof one?.at === 'string') ? operations : [];
}

const DECIDING = new Set(['approve', 'return', 'void', 'reopen', 'archive']);

function verdictsIn(result: unknown): Verdict[] {
	const isVerdict = (one: unknown) => typeof one === 'object' && one !== null && 'outcome' in one;
	return Array.isArray(result) && result.every(isVerdict) ? (result as Verdict[]) : [];
}

/** Does the work and gives the rows of feeds that came with it. */
async function withNewRows<T>(
	trx: Trx,
	work: (trx: Trx) => Promise<T>,
	change: (rows: readonly FeedRow[], heads: ReadonlyMap<string, number>) => Promise<void>
): Promise<T> {
	const before = await trx.selectFrom('scope_head').select(['scope', 'head']).execute();
	const heads = new Map(before.map((one) => [one.scope, one.head]));
	const result = await work(trx);
	const rows = await trx.selectFrom('feed').selectAll().orderBy('seq').execute();
	await change(
		rows.filter((row) => row.seq > (heads.get(row.scope) ?? 0)),
		heads
	);
	return result;
}

/** Numbers of a serial column are given before the commit: every third writer commits after one that began later. */
const serialCursor: Bug = {
	name: 'bigserial cursor',
	commit: (trx, work, server) =>
		withNewRows(trx, work, async (rows, heads) => {
			const isLate = writers(server) % 3 === 2;
			for (const row of [...rows].reverse()) {
				const head = heads.get(row.scope) ?? 0;
				const free = isLate ? await freeBelow(trx, row.scope, head) : null;
				await trx
					.updateTable('feed')
					.set({ seq: free ?? row.seq + 10 })
					.where('scope', '=', row.scope)
					.where('seq', '=', row.seq)
					.execute();
			}
			for (const scope of new Set(rows.map((row) => row.scope))) {
				await sql`update scope_head set head = max(coalesce((select max(seq) from feed where feed.scope = ${scope}), 0),
					${heads.get(scope) ?? 0}) where scope = ${scope}`.execute(trx);
			}
		})
};

const counts = new WeakMap<SimServer, number>();
function writers(server: SimServer): number {
	const next = (counts.get(server) ?? 0) + 1;
	counts.set(server, next);
	return next;
}

async function freeBelow(trx: Trx, scope: string, head: number): Promise<number | null> {
	const taken = await trx.selectFrom('feed').select('seq').where('scope', '=', scope).execute();
	const used = new Set(taken.map((row) => row.seq));
	for (let seq = head - 1; seq > Math.max(0, head - 10); seq--) if (!used.has(seq)) return seq;
	return null;
}

const answerFirst: Bug = { name: 'acknowledge before commit', answersBeforeCommit: true };

const wholeBatch: Bug = {
	name: 'batch fails on one bad record',
	async commit(trx, work) {
		const result = await work(trx);
		if (verdictsIn(result).some((one) => one.outcome === 'rejected' || one.outcome === 'parked'))
			throw new Error('one of them is bad');
		return result;
	}
};

const lastWriterWins: Bug = {
	name: 'last writer wins',
	async commit(trx, work) {
		const result = await work(trx);
		for (const { opId, outcome, rev } of verdictsIn(result)) {
			if (outcome !== 'merged' || rev === null) continue;
			const kept = await trx
				.selectFrom('operation')
				.select('raw')
				.where('op_id', '=', opId)
				.executeTakeFirst();
			if (!kept) continue;
			const { recordId, body } = JSON.parse(kept.raw) as Operation;
			const text = JSON.stringify(body);
			await trx.updateTable('record_revision').set({ body: text }).where('op_id', '=', opId).execute();
			await trx
				.updateTable('record')
				.set({ body: text })
				.where('id', '=', recordId)
				.where('rev', '=', rev)
				.execute();
		}
		return result;
	}
};

const missedMove: Bug = {
	name: 'feed misses a scope move',
	commit: (trx, work) =>
		withNewRows(trx, work, async (rows) => {
			for (const row of rows) {
				const hasLeft = rows.some(
					(other) => other.record_id === row.record_id && other.gone && other.scope.startsWith('area:')
				);
				if (row.gone || !row.scope.startsWith('area:') || !hasLeft) continue;
				await trx.deleteFrom('feed').where('scope', '=', row.scope).where('seq', '=', row.seq).execute();
				const head = await trx
					.selectFrom('scope_head')
					.selectAll()
					.where('scope', '=', row.scope)
					.executeTakeFirstOrThrow();
				const hash = removeDigest(head.hash, rowDigest(row.kind, row.record_id, row.rev));
				await trx
					.updateTable('scope_head')
					.set({ count: head.count - 1, hash })
					.where('scope', '=', row.scope)
					.execute();
			}
		})
};

const noPrecondition: Bug = {
	name: 'review without precondition',
	request(sent, server) {
		const operations = operationsIn(sent);
		const changed = operations.map((one) => {
			const [row] = DECIDING.has(one.verb)
				? server.all<{ rev: number }>('select rev from record where id = ?', one.recordId)
				: [];
			return row ? { ...one, baseRev: row.rev } : one;
		});
		return operations.length > 0 ? { ...(sent as object), operations: changed } : sent;
	}
};

const lostTombstone: Bug = {
	name: 'tombstone lost',
	async commit(trx, work) {
		const result = await work(trx);
		await trx.deleteFrom('feed').where('gone', '=', 1).execute();
		return result;
	}
};

/** Whatever a request says of its sender's rights is believed. */
const believedRights: Bug = {
	name: 'permission read from the request',
	async commit(trx, work) {
		const id = 'claimed-';
		const accounts = await trx.selectFrom('account').select('id').execute();
		for (const account of accounts) {
			await trx
				.insertInto('grant_right')
				.values({
					...{ id: `${id}${account.id}`, account_id: account.id, role: 'VOL', region: '361000', team: null },
					...{ valid_from: new Date(START).toISOString(), valid_to: null, rev: 1, ended_rev: null }
				})
				.execute();
		}
		const result = await work(trx);
		await trx.deleteFrom('grant_right').where('id', 'like', `${id}%`).execute();
		return result;
	}
};

const recorderOf = (server: SimServer, id: string): string | undefined =>
	server.all<{ recorder: string }>('select recorder from record where id = ?', id)[0]?.recorder;

const ownReview: Bug = {
	name: 'own review allowed',
	actor: (account, { recordId }, server) => (recorderOf(server, recordId) === account ? 'city' : account),
	after({ opId }, account, server) {
		for (const table of ['record_revision', 'decision'])
			server.disk.sqlite
				.prepare(
					table === 'decision'
						? `update decision set by_account = ? where (record_id, rev) in
							(select record_id, rev from record_revision where op_id = ?)`
						: 'update record_revision set by_account = ? where op_id = ?'
				)
				.run(account, opId);
	}
};

const countsReturned: Bug = {
	name: 'count includes returned records',
	figures: (server) =>
		void server.disk.sqlite.exec(
			`insert into figure (campaign, region, kind, name, dimension, rest, day, value, measures)
				select coalesce(campaign, ''), region, kind, name, dimension, value % 1000, date, value, 1
				from record inner join measure on record_id = id where state = 'returned'
				on conflict (campaign, region, kind, name, dimension, rest, day)
				do update set value = value + excluded.value, measures = measures + 1`
		)
};

const orderByClock: Bug = {
	name: 'skew applied to order',
	request(sent) {
		const operations = operationsIn(sent);
		if (operations.length === 0) return sent;
		const ordered = [...operations].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
		return { ...(sent as object), operations: ordered };
	}
};

export const serverBugs: readonly Bug[] = [
	serialCursor,
	answerFirst,
	wholeBatch,
	lastWriterWins,
	missedMove,
	noPrecondition,
	lostTombstone,
	believedRights,
	ownReview,
	countsReturned,
	orderByClock
];
