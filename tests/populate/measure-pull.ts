/** What a whole pull takes, as the route answers it: session, rights, heads, pages and the packed text. */
import { randomUUID } from 'node:crypto';
import { ACCOUNT_HEADER } from '#lib/protocol/push.ts';
import { MAX_PAGE_ROWS, type PullResponse } from '#lib/protocol/pull.ts';
import type { PullRequest } from '#lib/protocol/pull-request.ts';
import { openSession, phoneCookie } from '#lib/server/accounts/session.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { RateLimit } from '#lib/server/http/rate-limit.ts';
import { packedJson } from '#lib/server/http/packed-json.ts';
import { admitPhone } from '#lib/server/sync/admit-phone.ts';
import { answerPull } from '#lib/server/sync/answer-phone.ts';
import type { Asked } from './asked.ts';

/** Milliseconds for each 500 rows of an answer that are begun, and for one without any. */
const FULL = 150;
const EMPTY = 50;
/** The last day of the sample is long ago; what a phone may see is decided by the clock. */
const NOW = new Date('2025-09-12T02:00:00.000Z');

interface Phone {
	readonly account: string;
	readonly device: string;
	readonly token: string;
}

/** Whoever has most in the scope of their own, and somebody of each right by which more is seen. */
async function owners({ reader }: ServerDatabase): Promise<readonly (readonly [string, string])[]> {
	const busiest = await reader
		.selectFrom('scope_head')
		.select('scope')
		.where('scope', 'like', 'user:%')
		.orderBy('count', 'desc')
		.executeTakeFirstOrThrow();
	const rights = await reader
		.selectFrom('grant_right')
		.select(['role', 'account_id'])
		.where('role', 'in', ['REV', 'CADM'])
		.orderBy('id')
		.execute();
	const of = (role: string) => rights.find((right) => right.role === role)?.account_id;
	const found = [
		['the busiest recorder', busiest.scope.slice('user:'.length)],
		['a coordinator', of('REV')],
		['an administrator', of('CADM')]
	] as const;
	return found.flatMap(([name, account]) => (account === undefined ? [] : [[name, account] as const]));
}

/** A phone that is signed in. */
async function openPhone(database: ServerDatabase, account: string): Promise<Phone> {
	const device = randomUUID();
	const unseen = {
		revoked_at: null,
		last_seen_at: null,
		skew_ms: null,
		unsent_oldest: null,
		persistent: null
	};
	return database.transaction(async (trx) => {
		await trx
			.insertInto('device')
			.values({
				...{ id: device, account_id: account, label: 'bench', created_at: NOW.toISOString(), ...unseen },
				...{ unsent_count: 0, free_bytes: null, app_version: 'bench', last_n: 0 }
			})
			.execute();
		const { token } = await openSession(trx, NOW, 'phone', account, device);
		return { account, device, token };
	});
}

async function closePhone(database: ServerDatabase, { device }: Phone): Promise<void> {
	await database.transaction(async (trx) => {
		await trx.deleteFrom('account_session').where('device_id', '=', device).execute();
		await trx.deleteFrom('grants_issued').where('device_id', '=', device).execute();
		await trx.deleteFrom('device').where('id', '=', device).execute();
	});
}

const manyRequests = new RateLimit(10_000, 10_000, 10);

async function answered(
	database: ServerDatabase,
	phone: Phone,
	cursors: PullRequest['cursors']
): Promise<PullResponse> {
	const request = new Request('http://bench/api/sync/pull', {
		method: 'POST',
		headers: { [ACCOUNT_HEADER]: phone.account, 'accept-encoding': 'gzip' }
	});
	const cookies = {
		get: (name: string) => (name === phoneCookie(phone.account) ? phone.token : undefined)
	};
	const event = { request, cookies, url: new URL(request.url) };
	const who = await admitPhone(database, event, NOW, manyRequests);
	if (!who.ok) throw new Error('The phone was not let in.');
	const sent: PullRequest = {
		...{ protocol: 1, deviceId: phone.device, epoch: 0, nonce: 'nonce-nonce', deviceTime: NOW.toISOString() },
		heartbeat: { unsent: { count: 0, oldest: null }, persistent: true, freeBytes: null, appVersion: 'bench' },
		...{ cursors, unresolved: [], knows: ['stock', 'prints'], sealing: '', leases: true }
	};
	const { content, status } = await answerPull(database, who.identity, sent, { now: NOW });
	if (status !== 200) throw new Error(`The pull was answered with ${status}.`);
	await packedJson(request, content, status);
	return content as PullResponse;
}

/** Pulls until nothing is left; gives the cursors of a phone that has everything. */
async function pullAll(database: ServerDatabase, phone: Phone): Promise<PullRequest['cursors']> {
	const cursors = new Map<string, PullRequest['cursors'][number]>();
	for (;;) {
		const { pages, more } = await answered(database, phone, [...cursors.values()]);
		for (const { scope, gen, to } of pages) cursors.set(scope, { scope, gen, seq: to });
		if (!more) return [...cursors.values()];
	}
}

/** The first answer of a phone that has nothing, and the answer to one that has everything. */
export async function measurePulls(said: Asked, database: ServerDatabase): Promise<void> {
	for (const [name, account] of await owners(database)) {
		const phone = await openPhone(database, account);
		try {
			const { pages } = await answered(database, phone, []);
			const rows = pages.reduce((sum, page) => sum + page.rows.length, 0);
			const budget = FULL * Math.ceil(rows / MAX_PAGE_ROWS);
			await said.timed(`first answer of a pull, ${name}, ${rows} rows`, budget, () =>
				answered(database, phone, [])
			);
			const cursors = await pullAll(database, phone);
			await said.timed(`a pull with nothing new, ${name}, ${cursors.length} scopes`, EMPTY, () =>
				answered(database, phone, cursors)
			);
		} finally {
			await closePhone(database, phone);
		}
	}
}
