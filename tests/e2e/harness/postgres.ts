/** Databases for the stories when they run on PostgreSQL (`npm run test:e2e -- --postgres`). */
import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** The server on which databases are made, or null on SQLite. */
export function postgresServer(): string | null {
	return process.env.E2E_POSTGRES || null;
}

/** One statement or several without parameters. */
export async function runSql(url: string, statements: string): Promise<pg.QueryResult> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		return await client.query(statements);
	} finally {
		await client.end();
	}
}

/** A database of its own, empty or a copy of `template` (to which nobody may be connected). @returns its DATABASE_URL */
export async function makeDatabase(template?: string): Promise<string> {
	const server = postgresServer();
	if (server === null) throw new Error('This story needs PostgreSQL: npm run test:e2e -- --postgres');
	const name = `e2e_${randomBytes(8).toString('hex')}`;
	const from = template ? `template ${nameOf(template)} strategy file_copy` : '';
	await runSql(server, `create database ${name} ${from}`);
	const url = new URL(server);
	url.pathname = `/${name}`;
	return url.href;
}

export async function dropDatabase(url: string): Promise<void> {
	const server = postgresServer();
	if (server !== null) await runSql(server, `drop database if exists ${nameOf(url)} with (force)`);
}

function nameOf(url: string): string {
	return new URL(url).pathname.slice(1);
}
