import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrate } from '#lib/server/database/migrate.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { openTestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { firstAdministratorLink } from './first-administrator.ts';
import { acceptSetupLink, findSetupLink } from './setup-link.ts';

const HOUR = 60 * 60 * 1000;
let database: ServerDatabase;
let remove: () => Promise<void>;
let now: number;
const clock = { now: () => now };

beforeEach(async () => {
	now = Date.parse('2026-07-01T00:00:00Z');
	({ database, remove } = await openTestDatabase());
	await migrate(database);
});
afterEach(() => remove());

const tokenOf = (link: string | null) => link?.split('/').at(-1) ?? '';
const isOpen = async (link: string | null) =>
	(await findSetupLink(database, tokenOf(link), new Date(now))) !== null;

it('is new at every start, the one before is void, and it runs out after a day', async () => {
	const first = await firstAdministratorLink(database, clock);
	expect(first).toMatch(/^\/setup\/[\w-]{43}$/);
	expect(await isOpen(first)).toBe(true);
	const second = await firstAdministratorLink(database, clock);
	expect(second).not.toBe(first);
	expect([await isOpen(first), await isOpen(second)]).toEqual([false, true]);
	now += 24 * HOUR;
	expect(await isOpen(second)).toBe(false);
});

it('is given to nobody once an administrator can sign in', async () => {
	const link = await firstAdministratorLink(database, clock);
	const form = { login: 'head', name: '徐示庆', password: 'horse battery staple' };
	expect(await acceptSetupLink(database, tokenOf(link), form, new Date(now))).toEqual({ ok: true });
	expect(await firstAdministratorLink(database, clock)).toBeNull();
	expect(await isOpen(link)).toBe(false);
});

it('stores only the hash', async () => {
	const link = await firstAdministratorLink(database, clock);
	const rows = await database.reader.selectFrom('setup_link').selectAll().execute();
	expect(JSON.stringify(rows)).not.toContain(tokenOf(link));
});
