/** What phones get to know of colleagues, as a real pull brings it. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrate } from '#lib/server/database/migrate.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { openTestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { pull } from '#lib/server/sync/pull.ts';
import { writeReference } from '#lib/server/sync/reference-store.ts';
import type { DeskIdentity } from './contract.ts';
import { firstAdministratorLink } from './first-administrator.ts';
import { addRight, closeAccount, createAccount, endRight } from './people.ts';
import { authenticateDesk } from './authenticate-desk.ts';
import { acceptSetupLink } from './setup-link.ts';
import { signInDesk } from './sign-in-desk.ts';
import { signInPhone } from './sign-in-phone.ts';

const PASSWORD = '荷风送香气竹露滴清响';
const PHONE = '0190f6a2-0000-7000-8000-000000000001';
const NOW = new Date('2026-07-01T08:00:00.000Z');
const NEXT_DAY = new Date('2026-07-02T08:00:00.000Z');

let remove: () => Promise<void>;
let db: ServerDatabase;
let boss: DeskIdentity;
let cursors: { scope: string; gen: number; seq: number }[];

/** What the administrator's phone hears of persons since its last pull, in this test from the beginning. */
async function personsOnPhone(): Promise<Record<string, unknown>> {
	const phone = { deviceId: PHONE, deviceLabel: '' };
	const signed = await signInPhone(db, { login: 'boss', password: PASSWORD, ...phone }, NOW);
	if (!signed.ok) throw new Error(signed.error);
	const answer = await pull(
		db,
		{ account: boss.account.id, device: PHONE },
		{
			protocol: 1,
			deviceId: PHONE,
			epoch: 0,
			nonce: 'nonce-nonce',
			deviceTime: NOW.toISOString(),
			heartbeat: {
				unsent: { count: 0, oldest: null },
				persistent: true,
				freeBytes: null,
				appVersion: 'test'
			},
			cursors,
			unresolved: []
		},
		() => NOW
	);
	const page = answer.pages.find((one) => one.scope === 'ref');
	if (page) cursors = [{ scope: 'ref', gen: page.gen, seq: page.to }];
	const rows = page?.rows ?? [];
	return Object.fromEntries(
		rows.filter((row) => row.kind === 'ref:person').map((row) => [row.id, row.gone ? 'gone' : row.body])
	);
}

beforeEach(async () => {
	cursors = [];
	({ database: db, remove } = await openTestDatabase());
	await migrate(db);
	await db.transaction((trx) =>
		writeReference(
			trx,
			['361000', '361002', '361003'].map((code) => ({
				kind: 'region' as const,
				code,
				body: { code, zh: code, en: code, level: code === '361000' ? 'city' : 'county', oldCodes: [] }
			}))
		)
	);
	const path = await firstAdministratorLink(db, { now: () => NOW.getTime() });
	const token = (path ?? '').slice('/setup/'.length);
	await acceptSetupLink(db, token, { login: 'boss', name: '管示一', password: PASSWORD }, NOW);
	const signed = await signInDesk(db, 'boss', PASSWORD, NOW);
	if (!signed.ok) throw new Error(signed.error);
	const desk = await authenticateDesk(db, signed.token, NOW);
	if (!desk) throw new Error('no desk');
	boss = desk;
});
afterEach(async () => {
	await remove();
});

it('tells phones of the first administrator', async () => {
	const { id } = boss.account;
	expect(await personsOnPhone()).toEqual({
		[id]: { code: id, zh: '管示一', en: '管示一', region: '361000', team: null }
	});
});

it('tells phones of a new account, of its change of place and of its end, and never of a telephone', async () => {
	const form = { login: 'new', name: '示 一', nameEn: 'Yi Shi', phone: '138 0000 0000', team: 'T1' };
	const made = await createAccount(db, boss, { ...form, role: 'VOL', region: '361002' }, NOW);
	if (!made.ok) throw new Error(made.error);
	const { id } = made;
	const person = { code: id, zh: '示 一', en: 'Yi Shi', region: '361002', team: 'T1' };
	expect((await personsOnPhone())[id]).toEqual(person);

	const first = await db.reader
		.selectFrom('grant_right')
		.select('id')
		.where('account_id', '=', id)
		.executeTakeFirstOrThrow();
	expect(await addRight(db, boss, id, { role: 'VOL', region: '361003' }, NEXT_DAY)).toEqual({ ok: true });
	expect(await personsOnPhone()).toEqual({});
	expect(await endRight(db, boss, id, first.id, '2026-07-02', NEXT_DAY)).toEqual({ ok: true });
	expect((await personsOnPhone())[id]).toEqual({ ...person, region: '361003' });

	expect(await closeAccount(db, boss, id, NEXT_DAY)).toEqual({ ok: true });
	expect((await personsOnPhone())[id]).toBe('gone');
});

it('writes no row when a change says nothing new of the person', async () => {
	const form = { login: 'new', name: '示一', nameEn: '', phone: '', team: null };
	const made = await createAccount(db, boss, { ...form, role: 'VOL', region: '361002' }, NOW);
	if (!made.ok) throw new Error(made.error);
	const head = () =>
		db.reader.selectFrom('scope_head').select('head').where('scope', '=', 'ref').executeTakeFirst();
	const before = await head();
	await addRight(db, boss, made.id, { role: 'LECT', region: '361002' }, NEXT_DAY);
	expect(await head()).toEqual(before);
});
