import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inTurn, migrateSchema } from '../migrate.ts';
import { openDatabase, type ServerDatabase } from '../open.ts';

/** A database of its own for one test, and its end. */
export interface TestDatabase {
	readonly database: ServerDatabase;
	/** As DATABASE_URL would name it. */
	readonly url: string;
	remove(): Promise<void>;
}

/**
 * A database with today's tables and no rows, or with `empty` without any table: a SQLite file, or where TEST_POSTGRES names
 * a server (`postgres://...`, of a user that may create databases) one there. The same tests run on both. The tables are
 * copied from a database that was migrated once, because migrating takes longer than most tests.
 */
export async function openTestDatabase({ empty = false } = {}): Promise<TestDatabase> {
	const server = process.env.TEST_POSTGRES;
	return server ? onPostgres(server, empty) : inFile(empty);
}

let migratedFile: Promise<string> | null = null;

async function makeFile(): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'liangfeng-template-'));
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	const file = join(folder, 'template.sqlite');
	const database = openDatabase(`sqlite:${file}`);
	await migrateSchema(database.writer);
	await database.close();
	return file;
}

async function inFile(empty: boolean): Promise<TestDatabase> {
	const folder = mkdtempSync(join(tmpdir(), 'liangfeng-test-'));
	const file = join(folder, 'test.sqlite');
	if (!empty) copyFileSync(await (migratedFile ??= makeFile()), file);
	const url = `sqlite:${file}`;
	const database = openDatabase(url);
	return {
		database,
		url,
		remove: async () => {
			await database.close();
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

const urlOf = (server: string, name: string) => {
	const url = new URL(server);
	url.pathname = `/${name}`;
	return url.href;
};

/**
 * Makes a database with today's tables on a PostgreSQL, for the others to be copied from: TEST_POSTGRES_TEMPLATE names it.
 * @returns its name
 */
export async function makeTemplate(server: string): Promise<string> {
	const name = `template_${randomBytes(8).toString('hex')}`;
	await runOn(server, `create database ${name}`);
	const database = openDatabase(urlOf(server, name));
	await inTurn(database, (trx) => migrateSchema(trx));
	await database.close();
	return name;
}

async function onPostgres(server: string, empty: boolean): Promise<TestDatabase> {
	const name = `test_${randomBytes(8).toString('hex')}`;
	const template = empty ? undefined : process.env.TEST_POSTGRES_TEMPLATE;
	// As files, which is half the work of copying it through the write-ahead log.
	await runOn(server, `create database ${name} strategy file_copy ${template ? `template ${template}` : ''}`);
	const url = urlOf(server, name);
	const database = openDatabase(url);
	if (!empty && !template) await inTurn(database, (trx) => migrateSchema(trx));
	return {
		database,
		url,
		remove: async () => {
			await database.close();
			await runOn(server, `drop database ${name} with (force)`);
		}
	};
}

export async function runOn(server: string, statement: string): Promise<void> {
	const client = new pg.Client({ connectionString: server });
	await client.connect();
	try {
		await client.query(statement);
	} finally {
		await client.end();
	}
}
