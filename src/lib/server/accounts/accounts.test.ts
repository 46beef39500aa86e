/** Accounts on a real SQLite file: sign-in, lock-out, phones, codes, links, rights. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '#lib/domain/roles.ts';
import { migrate } from '#lib/server/database/migrate.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { openTestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { authenticateDesk } from './authenticate-desk.ts';
import { authenticateDevice } from './authenticate-device.ts';
import { checkPassword, lockMinutes } from './check-password.ts';
import { firstAdministratorLink } from './first-administrator.ts';
import { hashPassword, verifyPassword } from './password-hash.ts';
import { issueCode, revokePhone } from './issue-access.ts';
import { addRight, closeAccount, createAccount, endRight } from './people.ts';
import { listPeople } from './people-list.ts';
import { phoneCookie } from './session.ts';
import { changePassword } from './set-password.ts';
import { acceptSetupLink, findSetupLink } from './setup-link.ts';
import { signInDesk } from './sign-in-desk.ts';
import { enrolPhone, signInPhone } from './sign-in-phone.ts';
import { addAccount } from './testing/add-account.ts';

const PASSWORD = '荷风送香气竹露滴清响';
const PHONE = '0190f6a2-0000-7000-8000-000000000001';
const OTHER_PHONE = '0190f6a2-0000-7000-8000-000000000002';
const NOW = new Date('2026-07-01T08:00:00.000Z');
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

let remove: () => Promise<void>;
let db: ServerDatabase;
let hash: string;

async function account(id: string, role: Role, region: string, zh = id): Promise<void> {
	hash ??= await hashPassword(PASSWORD);
	await addAccount(db, hash, NOW, id, role, region, zh);
}
async function deskOf(id: string, at = NOW) {
	const signed = await signInDesk(db, id, PASSWORD, at);
	if (!signed.ok) throw new Error(signed.error);
	const desk = await authenticateDesk(db, signed.token, at);
	if (!desk) throw new Error('no desk');
	return { desk, token: signed.token };
}
const phoneRequest = (id: string, token: string) => ({
	request: { headers: new Headers({ 'x-liangfeng-account': id }) },
	cookies: { get: (name: string) => (name === phoneCookie(id) ? token : undefined) }
});

beforeEach(async () => {
	({ database: db, remove } = await openTestDatabase());
	await migrate(db);
	await db.transaction(async (trx) => {
		for (const code of ['361000', '361002', '361003'])
			await trx
				.insertInto('reference_row')
				.values({ kind: 'region', code, rev: 1, body: JSON.stringify({ code, zh: code, en: code }), gone: 0 })
				.execute();
	});
	await account('ADM', 'CADM', '361000', '徐示庆');
	await account('REV', 'REV', '361002', '罗示达');
	await account('VOL', 'VOL', '361002', '马示健');
	await account('FAR', 'VOL', '361003', '沈示林');
});
afterEach(async () => {
	await remove();
});

describe('passwords', () => {
	it('verifies only the right one, and never an account without one', async () => {
		expect(await verifyPassword(PASSWORD, hash)).toBe(true);
		expect(await verifyPassword(`${PASSWORD}x`, hash)).toBe(false);
		expect(await verifyPassword(PASSWORD, null)).toBe(false);
		expect(hash).toMatch(/^\$argon2id\$v=19\$m=32768,t=2,p=1\$/);
	});

	it('locks after five wrong ones, longer each time, and the right one does not open a lock', async () => {
		expect([4, 5, 6, 7, 99].map(lockMinutes)).toEqual([0, 15, 30, 60, 1440]);
		const answers = [];
		for (let n = 0; n < 5; n++) answers.push(await checkPassword(db, 'VOL', 'wrong', NOW));
		expect(answers.map((one) => !one.ok && one.error)).toEqual([
			'wrong',
			'wrong',
			'wrong',
			'wrong',
			'locked'
		]);
		expect(await checkPassword(db, 'VOL', PASSWORD, later(14))).toMatchObject({ error: 'locked' });
		expect(await checkPassword(db, 'VOL', 'wrong', later(16))).toEqual({
			ok: false,
			error: 'locked',
			retryAfterSeconds: 1800
		});
		expect(await checkPassword(db, ' ｖＯＬ ', PASSWORD, later(60))).toEqual({ ok: true, account: 'VOL' });
		expect(await checkPassword(db, 'VOL', 'wrong', later(61))).toMatchObject({ error: 'wrong' });
	});

	it('counts guesses that come at once', async () => {
		const answers = await Promise.all(Array.from({ length: 12 }, () => checkPassword(db, 'VOL', 'x', NOW)));
		expect(answers.filter((one) => !one.ok && one.error === 'wrong')).toHaveLength(4);
	});

	it('answers an unknown login like a known one, lock included', async () => {
		const errors = [];
		for (let n = 0; n < 6; n++) {
			const answer = await checkPassword(db, 'nobody-here', 'wrong', NOW);
			errors.push(answer.ok ? '' : answer.error);
		}
		expect(errors).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'locked', 'locked']);
	});

	it('ends the other desks when the password is changed', async () => {
		const [one, two] = [await deskOf('REV'), await deskOf('REV')];
		const who = { id: 'REV', login: 'rev' };
		expect(await changePassword(db, who, PASSWORD, 'short', one.token, NOW)).toMatchObject({
			error: 'short'
		});
		expect(await changePassword(db, who, 'no', '新的长密码一二三四', one.token, NOW)).toMatchObject({
			ok: false
		});
		expect(await changePassword(db, who, PASSWORD, '新的长密码一二三四五', one.token, NOW)).toEqual({
			ok: true
		});
		expect(await authenticateDesk(db, one.token, NOW)).not.toBeNull();
		expect(await authenticateDesk(db, two.token, NOW)).toBeNull();
	});
});

describe('phones', () => {
	const signIn = (id: string, deviceId: string, at = NOW) =>
		signInPhone(db, { login: id, password: PASSWORD, deviceId, deviceLabel: 'Phone' }, at);

	it('signs in for 180 days and stores no token', async () => {
		const signed = await signIn('VOL', PHONE);
		if (!signed.ok) throw new Error(signed.error);
		expect(signed.signedIn.expiresAt).toBe('2026-12-28T08:00:00.000Z');
		expect(JSON.stringify(signed.signedIn)).not.toContain(signed.token);
		const rows = await db.reader.selectFrom('account_session').selectAll().execute();
		expect(JSON.stringify(rows)).not.toContain(signed.token);
		const answer = await authenticateDevice(db, phoneRequest('VOL', signed.token), NOW);
		expect(answer).toMatchObject({ ok: true, identity: { device: { id: PHONE, revoked: false } } });
		expect(await authenticateDevice(db, phoneRequest('FAR', signed.token), NOW)).toMatchObject({ ok: false });
		const old = new Date('2026-12-29T00:00:00.000Z');
		expect(await authenticateDevice(db, phoneRequest('VOL', signed.token), old)).toMatchObject({
			refusal: 'expired'
		});
	});

	it('keeps the device of one person from another', async () => {
		await signIn('VOL', PHONE);
		expect(await signIn('FAR', PHONE)).toMatchObject({ error: 'malformed' });
	});

	it('enrols once by a code, again only on the same phone, not after 48 hours', async () => {
		const { desk } = await deskOf('REV');
		const issued = await issueCode(db, desk, 'VOL', NOW);
		if (!issued.ok) throw new Error(issued.error);
		const enrol = (deviceId: string, at = NOW, code = issued.code) =>
			enrolPhone(db, { code, deviceId, deviceLabel: 'Phone' }, at);
		expect(await enrol(PHONE, NOW, 'AAAAAAAA')).toMatchObject({ error: 'wrong' });
		expect(await enrol(PHONE, later(48 * 60 + 1))).toMatchObject({ error: 'code-expired' });
		const typed = `https://x.example/enrol#${issued.code.toLowerCase()}`;
		expect(await enrol(PHONE, NOW, typed)).toMatchObject({ ok: true });
		expect(await enrol(PHONE)).toMatchObject({ ok: true });
		expect(await enrol(OTHER_PHONE)).toMatchObject({ error: 'code-used' });
	});

	it('lets a revoked phone still be known, as revoked, but not sign in again', async () => {
		const signed = await signIn('VOL', PHONE);
		if (!signed.ok) throw new Error(signed.error);
		const { desk } = await deskOf('REV');
		expect(await revokePhone(db, desk, 'VOL', PHONE, NOW)).toEqual({ ok: true });
		expect(await authenticateDevice(db, phoneRequest('VOL', signed.token), NOW)).toMatchObject({
			identity: { device: { revoked: true } }
		});
		expect(await signIn('VOL', PHONE)).toMatchObject({ error: 'device-revoked' });
	});
});

describe('people', () => {
	const form = {
		login: '新人',
		name: '示 一',
		nameEn: '',
		phone: '',
		team: null,
		role: 'VOL',
		region: '361002'
	};

	it('lets a coordinator make field accounts of the own region and nothing else', async () => {
		const { desk } = await deskOf('REV');
		expect(await createAccount(db, desk, form, NOW)).toMatchObject({ ok: true });
		expect(await createAccount(db, desk, form, NOW)).toMatchObject({ error: 'login-taken' });
		for (const wrong of [{ region: '361003' }, { role: 'REV' }, { role: 'CADM' }, { region: '361000' }])
			expect(await createAccount(db, desk, { ...form, login: 'n2', ...wrong }, NOW)).toMatchObject({
				error: 'not-permitted'
			});
		const { desk: admin } = await deskOf('ADM');
		expect(await createAccount(db, admin, { ...form, login: 'n3', role: 'REV' }, NOW)).toMatchObject({
			ok: true
		});
		expect(await createAccount(db, admin, { ...form, login: 'n4', region: '999999' }, NOW)).toMatchObject({
			error: 'region'
		});
	});

	it('shows and changes only whom the coordinator may manage', async () => {
		const { desk } = await deskOf('REV');
		expect((await listPeople(db, desk, '', NOW)).rows.map((row) => row.id)).toEqual(['VOL']);
		const { desk: admin } = await deskOf('ADM');
		for (const query of ['马示健', 'mashijian', 'msj', 'vol'])
			expect((await listPeople(db, admin, query, NOW)).rows.map((row) => row.id)).toEqual(['VOL']);
		for (const id of ['FAR', 'ADM', 'REV'])
			expect(await issueCode(db, desk, id, NOW)).toMatchObject({ error: 'not-permitted' });
		expect(await addRight(db, desk, 'VOL', { role: 'REV', region: '361002' }, NOW)).toMatchObject({
			error: 'not-permitted'
		});
	});

	it('ends a right from a day on and raises the revision', async () => {
		const { desk } = await deskOf('REV');
		expect(await endRight(db, desk, 'VOL', 'g-VOL', '2026-06-29', NOW)).toMatchObject({ error: 'day' });
		expect(await endRight(db, desk, 'VOL', 'g-VOL', '2026-07-05', NOW)).toEqual({ ok: true });
		expect(
			await db.reader.selectFrom('grant_right').selectAll().where('id', '=', 'g-VOL').executeTakeFirst()
		).toMatchObject({ valid_to: '2026-07-04T16:00:00.000Z', ended_rev: 2 });
	});

	it('closes an account: no sign-in, telephone gone, name and audit entry stay, not the last administrator', async () => {
		const { desk } = await deskOf('REV');
		await signInPhone(db, { login: 'vol', password: PASSWORD, deviceId: PHONE, deviceLabel: '' }, NOW);
		expect(await closeAccount(db, desk, 'VOL', NOW)).toEqual({ ok: true });
		const row = await db.reader.selectFrom('account').selectAll().where('id', '=', 'VOL').executeTakeFirst();
		expect(row).toMatchObject({ zh: '马示健', phone: null, status: 'closed', password_hash: null });
		expect(await checkPassword(db, 'VOL', PASSWORD, NOW)).toMatchObject({ ok: false });
		expect(await db.reader.selectFrom('audit_log').select(['actor', 'action', 'subject']).execute()).toEqual([
			{ actor: 'REV', action: 'account-closed', subject: 'VOL' }
		]);
		const { desk: admin } = await deskOf('ADM');
		expect(await closeAccount(db, admin, 'ADM', NOW)).toMatchObject({ error: 'own' });
	});

	it('refuses the desk to those without a desk role', async () => {
		expect(await signInDesk(db, 'VOL', PASSWORD, NOW)).toEqual({ ok: false, error: 'no-desk' });
	});
});

describe('first administrator', () => {
	it('is made once by the link', async () => {
		await db.transaction((trx) => trx.updateTable('account').set({ password_hash: null }).execute());
		const path = await firstAdministratorLink(db, { now: () => NOW.getTime() });
		const token = (path ?? '').slice('/setup/'.length);
		expect(await findSetupLink(db, token, NOW)).toEqual({ account: null });
		const form = { login: 'Boss', name: '管示一', password: PASSWORD };
		expect(await acceptSetupLink(db, token, { ...form, password: 'password123' }, NOW)).toMatchObject({
			error: 'common'
		});
		expect(await acceptSetupLink(db, token, { ...form, login: 'adm' }, NOW)).toMatchObject({
			error: 'login-taken'
		});
		expect(await acceptSetupLink(db, token, form, NOW)).toEqual({ ok: true });
		expect(await acceptSetupLink(db, token, { ...form, login: 'boss2' }, NOW)).toMatchObject({
			error: 'link'
		});
		expect((await deskOf('boss', later(1))).desk.grants).toMatchObject([{ role: 'CADM', region: '361000' }]);
		expect(await firstAdministratorLink(db, { now: () => later(1).getTime() })).toBeNull();
	});
});
