import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../../..');
const STARTS_WITHIN = 60_000;

/** A port nobody listens on. */
export function freePort(): Promise<number> {
	return new Promise((settle, fail) => {
		const probe = createServer();
		probe.once('error', fail);
		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address();
			const port = typeof address === 'object' && address !== null ? address.port : 0;
			probe.close(() => settle(port));
		});
	});
}

/** Where a server runs from and what it keeps. */
export interface ServerPlace {
	/** Folder of the product: this one, or an older copy. */
	readonly root?: string;
	/** `start` or `demo`, of src/bin. */
	readonly command?: string;
	/** Folder whose content the server's DATA_DIR starts with. */
	readonly from?: string;
	/** DATABASE_URL, where it is not a file in DATA_DIR. */
	readonly database?: string;
	/** Address that people open, where something stands between. */
	readonly origin?: string;
	/** Other settings of the start, as its environment names them. */
	readonly settings?: Readonly<Record<string, string>>;
}

/** The real server as a process of its own, with a DATA_DIR of its own: it can be killed like any server. */
export class Server {
	readonly port: number;
	readonly url: string;
	readonly dataDir: string;
	/** Everything it has printed. */
	log = '';
	#child: ChildProcess | null = null;
	#place: ServerPlace;

	constructor(port: number, place: ServerPlace) {
		this.port = port;
		this.url = `http://localhost:${port}`;
		this.#place = place;
		this.dataDir = mkdtempSync(join(tmpdir(), 'liangfeng-e2e-'));
		if (place.from !== undefined) cpSync(place.from, this.dataDir, { recursive: true });
	}

	static async start(place: ServerPlace = {}): Promise<Server> {
		const server = new Server(await freePort(), place);
		await server.start();
		return server;
	}

	/** Of its process. */
	get pid(): number {
		if (this.#child?.pid === undefined) throw new Error('The server is not running.');
		return this.#child.pid;
	}

	environment(): NodeJS.ProcessEnv {
		const bin = join(this.#place.root ?? ROOT, 'node_modules', '.bin');
		const { DATABASE_URL: _unused, ...rest } = process.env;
		return {
			...rest,
			PATH: [bin, process.env.PATH ?? ''].join(delimiter),
			PORT: String(this.port),
			ORIGIN: this.#place.origin ?? this.url,
			DATA_DIR: this.dataDir,
			...(this.#place.database ? { DATABASE_URL: this.#place.database } : {}),
			...this.#place.settings
		};
	}

	/** Starts it (again) on the same port and data; `root` changes the version of the product. */
	async start(root?: string): Promise<void> {
		if (root !== undefined) this.#place = { ...this.#place, root };
		const cwd = this.#place.root ?? ROOT;
		const script = `src/bin/${this.#place.command ?? 'start'}.ts`;
		const child = spawn(process.execPath, [script], { cwd, env: this.environment() });
		this.#child = child;
		const keep = (chunk: Buffer) => (this.log += chunk.toString());
		child.stdout.on('data', keep);
		child.stderr.on('data', keep);
		await this.#answers(child);
	}

	async #answers(child: ChildProcess): Promise<void> {
		const until = Date.now() + STARTS_WITHIN;
		while (Date.now() < until) {
			if (child.exitCode !== null || child.signalCode !== null) {
				throw new Error(`The server ended with code ${child.exitCode} while starting:\n${this.log}`);
			}
			const answer = await fetch(`${this.url}/api/health`).catch(() => null);
			if (answer?.ok) return;
			await new Promise((wake) => setTimeout(wake, 50));
		}
		throw new Error(`The server did not answer within ${STARTS_WITHIN / 1000} s:\n${this.log}`);
	}

	/** Waits until it has printed something; gives what matched. */
	async printed(pattern: RegExp): Promise<RegExpExecArray> {
		const until = Date.now() + STARTS_WITHIN;
		for (;;) {
			const found = pattern.exec(this.log);
			if (found !== null) return found;
			if (Date.now() > until) throw new Error(`The server never printed ${pattern}:\n${this.log}`);
			await new Promise((wake) => setTimeout(wake, 20));
		}
	}

	/** Ends it without a warning, as a power cut would (or politely), and waits until it is gone. @returns its exit code */
	async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<number | null> {
		const child = this.#child;
		this.#child = null;
		if (child === null) return null;
		if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
		const gone = new Promise<number | null>((settle) => child.once('exit', settle));
		child.kill(signal);
		return gone;
	}

	async restart(): Promise<void> {
		await this.kill();
		await this.start();
	}

	/** Runs another command of the product on this server's data. */
	run(command: string, ...args: readonly string[]): { status: number | null; stdout: string } {
		const ran = spawnSync(process.execPath, [`src/bin/${command}.ts`, ...args], {
			cwd: this.#place.root ?? ROOT,
			env: this.environment(),
			encoding: 'utf8',
			maxBuffer: 64_000_000
		});
		if (ran.status !== 0) this.log += ran.stderr;
		return { status: ran.status, stdout: ran.stdout };
	}

	/** The figures as the product computes them: the output of `npm run totals -- --json`. */
	totals(): Record<string, unknown> {
		const { status, stdout } = this.run('totals', '--json');
		if (status !== 0) throw new Error(`totals ended with ${status}: ${this.log}`);
		return JSON.parse(stdout) as Record<string, unknown>;
	}

	async dispose(): Promise<void> {
		await this.kill();
		rmSync(this.dataDir, { recursive: true, force: true });
	}
}
