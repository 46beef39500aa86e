/** Streams fed by a real SQLite file; looks are made by hand instead of once a second. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { addAccount } from '#lib/server/accounts/testing/add-account.ts';
import { MAX_SCOPES } from '#lib/protocol/pull.ts';
import { hashSecret } from '#lib/server/accounts/secret.ts';
import { endSessions, openSession } from '#lib/server/accounts/session.ts';
import { migrate } from '#lib/server/database/migrate.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { openTestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { appendToFeeds } from '#lib/server/sync/feed.ts';
import { writeReference } from '#lib/server/sync/reference-store.ts';
import { LiveHub } from './live-hub.ts';
import { liveResponse } from './live-response.ts';
import { databaseSource } from './live-source.ts';

const NOW = new Date('2026-07-01T08:00:00.000Z');
let remove: () => Promise<void>;
let db: ServerDatabase;
let hub: LiveHub;

beforeEach(async () => {
	({ database: db, remove } = await openTestDatabase());
	await migrate(db);
	await addAccount(db, 'x', NOW, 'VOL', 'VOL', '361002');
	await addAccount(db, 'x', NOW, 'REV', 'REV', '361002');
	hub = new LiveHub(
		databaseSource(db, () => NOW),
		20
	);
});
afterEach(async () => {
	await hub.close();
	await remove();
});

async function tokenOf(account: string, device: string): Promise<string> {
	return db.transaction(async (trx) => {
		await trx
			.insertInto('device')
			.values({
				id: device,
				account_id: account,
				label: '',
				created_at: NOW.toISOString(),
				revoked_at: null,
				last_seen_at: null,
				skew_ms: null,
				unsent_count: 0,
				unsent_oldest: null,
				persistent: null,
				free_bytes: null,
				app_version: '',
				last_n: -1
			})
			.execute();
		return (await openSession(trx, NOW, 'phone', account, device)).token;
	});
}

/** A stream as the phone reads it; `next` gives one event's text, null at its end. */
async function listen(account: string, device: string, token?: string) {
	const session = hashSecret(token ?? (await tokenOf(account, device)));
	const response = await liveResponse(hub, { account, device, session });
	const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
	return {
		response,
		next: async () => (await reader?.read())?.value ?? null,
		cancel: () => reader?.cancel()
	};
}

/** A record appears in a scope. */
const grow = (scope: string, id: string) =>
	db.transaction((trx) => appendToFeeds(trx, [{ scope, kind: 'visit', id, rev: 1, gone: false }]));

it('tells of no more scopes than a phone may ask for', async () => {
	await addAccount(db, 'x', NOW, 'CADM', 'CADM', '361000');
	const regions = Array.from({ length: MAX_SCOPES + 20 }, (_, at) => {
		const code = `3699${String(at).padStart(3, '0')}`;
		return { kind: 'region' as const, code, body: { code, level: 'county', parent: '361000' } };
	});
	const city = { kind: 'region' as const, code: '361000', body: { code: '361000', level: 'city' } };
	await db.transaction((trx) => writeReference(trx, [city, ...regions]));
	const scopes = (await databaseSource(db, () => NOW).scopes(['CADM'])).get('CADM');
	expect(scopes).toHaveLength(MAX_SCOPES);
	expect(scopes?.slice(0, 2)).toEqual(['ref', 'user:CADM']);
});

it('says where the scopes stand, then only what moved, and nothing of a scope that is not theirs', async () => {
	await grow('user:VOL', 'a');
	const stream = await listen('VOL', 'd1');
	expect(await stream.next()).toBe('event: poke\ndata: [{"scope":"user:VOL","gen":1,"head":1}]\n\n');
	await grow('area:361002', 'b');
	await grow('user:REV', 'b');
	await hub.look();
	await grow('user:VOL', 'c');
	await hub.look();
	await hub.look();
	expect(await stream.next()).toBe('event: poke\ndata: [{"scope":"user:VOL","gen":1,"head":2}]\n\n');
	await hub.close();
	expect(await stream.next()).toBe('event: end\ndata: stopping\n\n');
	expect(await stream.next()).toBeNull();
});

it('speaks of stock to those whose store, team or hands it is in', async () => {
	await db.transaction((trx) =>
		writeReference(trx, [
			{ kind: 'store', code: 'CK-1', body: { code: 'CK-1', zh: 'CK-1', en: 'CK-1', region: '361002' } }
		])
	);
	await db.transaction((trx) =>
		trx.updateTable('account').set({ team: 'T1' }).where('id', '=', 'VOL').execute()
	);
	for (const scope of ['store:CK-1', 'held:team:T1', 'held:person:VOL']) await grow(scope, 'a');
	const scopesOf = async (account: string, device: string) => {
		const data = /data: (.*)/.exec((await (await listen(account, device)).next()) ?? '')?.[1] ?? '[]';
		return (JSON.parse(data) as { scope: string }[])
			.map(({ scope }) => scope)
			.filter((scope) => scope !== 'ref');
	};
	expect((await scopesOf('VOL', 'd1')).sort()).toEqual(['held:person:VOL', 'held:team:T1']);
	expect(await scopesOf('REV', 'd2')).toEqual(['store:CK-1']);
});

it('ends when the session is ended, the phone is revoked or the account is closed', async () => {
	const token = await tokenOf('VOL', 'd1');
	const [signedOut, revoked, stays] = [
		await listen('VOL', 'd1', token),
		await listen('VOL', 'd2'),
		await listen('REV', 'd3')
	];
	for (const stream of [signedOut, revoked, stays]) await stream.next();
	await db.transaction(async (trx) => {
		await endSessions(trx, NOW, { token });
		await trx.updateTable('device').set({ revoked_at: NOW.toISOString() }).where('id', '=', 'd2').execute();
	});
	await hub.look();
	expect(await signedOut.next()).toBe('event: end\ndata: session\n\n');
	expect(await revoked.next()).toBe('event: end\ndata: session\n\n');
	expect(hub.size).toBe(1);
	await db.transaction((trx) => trx.updateTable('account').set({ closed_at: NOW.toISOString() }).execute());
	await hub.look();
	expect(await stays.next()).toBe('event: end\ndata: session\n\n');
	expect(hub.size).toBe(0);
});

it('keeps a phone that joins while the others are looked at', async () => {
	const source = databaseSource(db, () => NOW);
	let between: () => Promise<unknown> = async () => undefined;
	await hub.close();
	hub = new LiveHub({
		...source,
		async standing(sessions) {
			const standing = await source.standing(sessions);
			await between();
			return standing;
		}
	});
	await listen('VOL', 'd1');
	between = () => listen('REV', 'd2');
	await hub.look();
	expect(hub.size).toBe(2);
});

it('follows rights that change', async () => {
	const stream = await listen('VOL', 'd1');
	await stream.next();
	await hub.look();
	await db.transaction(async (trx) => {
		await trx.updateTable('grant_right').set({ role: 'REV' }).where('account_id', '=', 'VOL').execute();
		await trx.updateTable('meta').set({ grants_rev: 9 }).execute();
	});
	await grow('area:361002', 'a');
	await hub.look();
	expect(await stream.next()).toBe('event: poke\ndata: []\n\n');
	expect(await stream.next()).toContain('area:361002');
});

it('follows a team that is dissolved and founded again', async () => {
	const team = (body: unknown) =>
		db.transaction((trx) => writeReference(trx, [{ kind: 'team', code: 'T1', body }]));
	await db.transaction((trx) =>
		trx.updateTable('grant_right').set({ role: 'LEAD', team: 'T1' }).where('account_id', '=', 'VOL').execute()
	);
	await team({ code: 'T1' });
	await team(null);
	const stream = await listen('VOL', 'd1');
	await stream.next();
	await hub.look();
	await grow('team:T1', 'a');
	await hub.look();
	await team({ code: 'T1' });
	await hub.look();
	expect(await stream.next()).toBe('event: poke\ndata: []\n\n');
	expect(await stream.next()).toMatch(/team:T1/);
});

it('keeps one stream a phone, eight an account, and a bound for the server', async () => {
	const token = await tokenOf('VOL', 'd0');
	const first = await listen('VOL', 'd0', token);
	await first.next();
	const again = await listen('VOL', 'd0', token);
	expect(await first.next()).toBe('event: end\ndata: replaced\n\n');
	await again.next();
	for (let n = 1; n <= 8; n++) await listen('VOL', `d${n}`);
	expect(await again.next()).toBe('event: end\ndata: replaced\n\n');
	expect(hub.size).toBe(8);
	const others = await Promise.all(Array.from({ length: 12 }, (_, n) => listen(`P${n}`, `p${n}`, `t${n}`)));
	expect(others.every((one) => one.response.status === 200)).toBe(true);
	const refused = await listen('REV', 'r1');
	expect(refused.response.status).toBe(503);
	expect(refused.response.headers.get('retry-after')).toBe('60');
});

it('forgets a phone that hung up, and gives up one that never reads', async () => {
	const gone = await listen('VOL', 'd1');
	await gone.next();
	await gone.cancel();
	expect(hub.size).toBe(0);

	const token = await tokenOf('VOL', 'd2');
	await liveResponse(hub, { account: 'VOL', device: 'd2', session: hashSecret(token) });
	for (let n = 0; n < 60; n++) {
		await grow('user:VOL', `r${n}`);
		await hub.look();
	}
	expect(hub.size).toBe(0);
});

it('comments every 20 looks', async () => {
	const stream = await listen('VOL', 'd1');
	await stream.next();
	for (let n = 0; n < 20; n++) await hub.look();
	expect(await stream.next()).toBe(': beat\n\n');
});
