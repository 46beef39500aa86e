import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrate } from '#lib/server/database/migrate.ts';
import { openDatabase, type ServerDatabase } from '#lib/server/database/open.ts';
import { firstAdministratorLink } from './first-administrator.ts';

const HOUR = 60 * 60 * 1000;
let database: ServerDatabase;
let now: number;
const clock = { now: () => now };

beforeEach(async () => {
	now = Date.parse('2026-07-01T00:00:00Z');
	database = openDatabase(`sqlite:${join(mkdtempSync(join(tmpdir(), 'liangfeng-')), 'test.sqlite')}`);
	await migrate(database);
});
afterEach(() => database.close());

it('is given once, and again only when it has run out unused', async () => {
	const first = await firstAdministratorLink(database, clock);
	expect(first).toMatch(/^\/setup\/[\w-]{43}$/);
	now += 23 * HOUR;
	expect(await firstAdministratorLink(database, clock)).toBeNull();
	now += 2 * HOUR;
	const second = await firstAdministratorLink(database, clock);
	expect(second).toMatch(/^\/setup\//);
	expect(second).not.toBe(first);
});

it('stores only the hash', async () => {
	const link = await firstAdministratorLink(database, clock);
	const rows = await database.reader.selectFrom('setup_link').selectAll().execute();
	expect(JSON.stringify(rows)).not.toContain(link?.split('/').at(-1));
});
