import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openDatabase, type ServerDatabase } from '../open.ts';

/** An empty database of its own for one test, and its end. */
export interface TestDatabase {
	readonly database: ServerDatabase;
	/** As DATABASE_URL would name it. */
	readonly url: string;
	remove(): Promise<void>;
}

/**
 * An empty database without a schema: a SQLite file, or where TEST_POSTGRES names a server (`postgres://...`, of a user
 * that may create databases) one there. The same tests run on both.
 */
export async function openTestDatabase(): Promise<TestDatabase> {
	const server = process.env.TEST_POSTGRES;
	return server ? onPostgres(server) : inFile();
}

function inFile(): TestDatabase {
	const folder = mkdtempSync(join(tmpdir(), 'liangfeng-test-'));
	const url = `sqlite:${join(folder, 'test.sqlite')}`;
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

async function onPostgres(server: string): Promise<TestDatabase> {
	const name = `test_${randomBytes(8).toString('hex')}`;
	await runOn(server, `create database ${name}`);
	const url = new URL(server);
	url.pathname = `/${name}`;
	const database = openDatabase(url.href);
	return {
		database,
		url: url.href,
		remove: async () => {
			await database.close();
			await runOn(server, `drop database ${name} with (force)`);
		}
	};
}

async function runOn(server: string, statement: string): Promise<void> {
	const client = new pg.Client({ connectionString: server });
	await client.connect();
	try {
		await client.query(statement);
	} finally {
		await client.end();
	}
}
