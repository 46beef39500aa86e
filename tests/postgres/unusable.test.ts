/** A PostgreSQL that cannot be used says why, in a word the commands have a sentence for. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrate } from '#lib/server/database/migrate.ts';
import { openDatabase } from '#lib/server/database/open.ts';
import { openTestDatabase, type TestDatabase } from '#lib/server/database/testing/open-test-database.ts';

let mine: TestDatabase;
beforeEach(async () => {
	mine = await openTestDatabase({ empty: true });
});
afterEach(() => mine.remove());

const server = () => process.env.TEST_POSTGRES ?? '';

async function run(url: string, ...statements: string[]): Promise<void> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	for (const statement of statements) await client.query(statement);
	await client.end();
}

function changed(url: string, change: (parts: URL) => void): string {
	const parts = new URL(url);
	change(parts);
	return parts.href;
}

async function refusal(url: string): Promise<unknown> {
	const database = openDatabase(url);
	const error: unknown = await migrate(database).catch((cause: unknown) => cause);
	await database.close();
	expect(error).toMatchObject({ name: 'DatabaseUrlError' });
	expect(String(error)).not.toContain('s3cret');
	return (error as { code?: unknown }).code;
}

/** A user that may do nothing but sign in, with settings of its own. */
async function withUser(use: (url: string) => Promise<void>, ...settings: string[]): Promise<void> {
	const name = `user_${randomBytes(6).toString('hex')}`;
	await run(mine.url, `create role ${name} login password 's3cret'`);
	await run(mine.url, ...settings.map((setting) => `alter role ${name} set ${setting}`));
	const url = changed(mine.url, (parts) => {
		parts.username = name;
		parts.password = 's3cret';
	});
	await use(url).finally(() => run(mine.url, `drop owned by ${name}`, `drop role ${name}`));
}

it('a wrong password, and an unknown user', async () => {
	expect(await refusal(changed(mine.url, (parts) => (parts.password = 's3cret')))).toBe('password');
	expect(await refusal(changed(mine.url, (parts) => (parts.username = 'nobody-here')))).toBe('password');
});

it('nobody at the address, and no such host', async () => {
	expect(await refusal(changed(mine.url, (parts) => (parts.port = '1')))).toBe('unreachable');
	expect(await refusal(changed(mine.url, (parts) => (parts.hostname = 'nowhere.invalid')))).toBe(
		'unreachable'
	);
});

it('no such database', async () => {
	expect(await refusal(changed(mine.url, (parts) => (parts.pathname = '/not_there')))).toBe('no_database');
});

it('a database that does not store UTF8', async () => {
	const name = `latin_${randomBytes(6).toString('hex')}`;
	const how = `encoding 'LATIN1' locale_provider libc locale 'C' template template0`;
	await run(server(), `create database ${name} ${how}`);
	expect(await refusal(changed(mine.url, (parts) => (parts.pathname = `/${name}`)))).toBe('not_utf8');
	await run(server(), `drop database ${name}`);
});

it('a user that may not make tables', async () => {
	await withUser(async (url) => expect(await refusal(url)).toBe('not_permitted'));
});

it('an older version, told by the function that is asked', async () => {
	const older = `create function old.current_setting(text) returns text language sql as $$ select '140012' $$`;
	await run(mine.url, 'create schema old', older, 'grant usage on schema old to public');
	await withUser(
		async (url) => expect(await refusal(url)).toBe('too_old'),
		'search_path = old, pg_catalog, public'
	);
});

it('one that only reads', async () => {
	await withUser(
		async (url) => expect(await refusal(url)).toBe('read_only'),
		'default_transaction_read_only = on'
	);
});
