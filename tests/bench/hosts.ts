/** The servers of the subjects: each a process of its own with an empty database of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashPassword } from '#lib/server/accounts/password-hash.ts';
import { openDatabase, type ServerDatabase } from '#lib/server/database/open.ts';
import { Deployment } from '#tests/contract/deployment.ts';
import { dropDatabase, makeDatabase } from '#tests/e2e/harness/postgres.ts';
import { freePort, Server } from '#tests/e2e/harness/server.ts';
import { REGION } from './templates.ts';

export type Engine = 'sqlite' | 'postgres';

/** A server under measurement. */
export interface Host {
	readonly url: string;
	readonly pid: number;
	/** As in DATABASE_URL; a peer that has a store of its own leaves it unused. */
	readonly database: string;
	stop(): Promise<void>;
}

export const PASSWORD = 'bench-bench-bench';
export const accountName = (at: number) => `bench${at}`;

/** A database that goes with the bench. */
async function database(engine: Engine): Promise<{ url: string; remove(): Promise<void> }> {
	if (engine === 'postgres') {
		const url = await makeDatabase();
		return { url, remove: () => dropDatabase(url) };
	}
	const folder = mkdtempSync(join(tmpdir(), 'liangfeng-bench-'));
	const remove = async () => rmSync(folder, { recursive: true, force: true });
	return { url: `sqlite:${join(folder, 'bench.sqlite')}`, remove };
}

/**
 * The production server on a database that `fill` has filled.
 * @param origin address that people open, where something stands between
 */
export async function startProduct(
	engine: Engine,
	fill: (database: ServerDatabase) => Promise<unknown>,
	origin?: string
): Promise<Host> {
	const { url, remove } = await database(engine);
	const opened = openDatabase(url);
	await fill(opened);
	await opened.close();
	const server = await Server.start({ database: url, ...(origin ? { origin } : {}) });
	return {
		url: server.url,
		pid: server.pid,
		database: url,
		stop: async () => {
			await server.dispose();
			await remove();
		}
	};
}

/** The production server with a small deployment and `accounts` volunteers of one county. */
export const productHost = (engine: Engine, accounts: number): Promise<Host> =>
	startProduct(engine, async (opened) => {
		await Deployment.open(opened);
		const password_hash = await hashPassword(PASSWORD);
		await opened.transaction(async (trx) => {
			for (let at = 0; at < accounts; at++) {
				const id = accountName(at);
				const names = { login: id, zh: id, en: id, team: 'T1', phone: null };
				const standing = { status: 'active' as const, password_hash, failed_count: 0, locked_until: null };
				const created_at = '2025-01-01T00:00:00.000Z';
				await trx
					.insertInto('account')
					.values({ id, ...names, ...standing, created_at, closed_at: null })
					.execute();
				const validity = { valid_from: '1970-01-01T00:00:00.000Z', valid_to: null, rev: 1, ended_rev: null };
				await trx
					.insertInto('grant_right')
					.values({ id: `g-${id}`, account_id: id, role: 'VOL', region: REGION, team: 'T1', ...validity })
					.execute();
			}
		});
	});

function listening(child: ChildProcess): Promise<void> {
	return new Promise((settle, fail) => {
		let said = '';
		const hear = (chunk: Buffer) => {
			said += chunk.toString();
			if (said.includes('listening')) settle();
		};
		child.stdout?.on('data', hear);
		child.stderr?.on('data', hear);
		child.once('exit', (code) => fail(new Error(`A server of the bench ended with ${code}: ${said}`)));
	});
}

/** A server that is one script of this folder: it gets its port, a database, and the page's script. */
async function scriptHost(script: string, engine: Engine, page: string): Promise<Host> {
	const { url: at, remove } = await database(engine);
	const port = await freePort();
	const folder = mkdtempSync(join(tmpdir(), 'liangfeng-bench-host-'));
	const pageFile = join(folder, 'page.js');
	writeFileSync(pageFile, page);
	const child = spawn(process.execPath, [join(import.meta.dirname, script), String(port), at, pageFile], {
		cwd: folder
	});
	await listening(child);
	return {
		url: `http://localhost:${port}`,
		pid: child.pid ?? 0,
		database: at,
		stop: async () => {
			const gone = new Promise((settle) => child.once('exit', settle));
			child.kill('SIGKILL');
			await gone;
			rmSync(folder, { recursive: true, force: true });
			await remove();
		}
	};
}

/** One that other people wrote, with its own store; `npm install` in `peers` brings it. */
export const peerHost = (peer: 'pouchdb' | 'rxdb', page: string) =>
	scriptHost(`peers/${peer}-server.js`, 'sqlite', page);

export const floorHost = (engine: Engine, page: string) => scriptHost('floor-server.ts', engine, page);
