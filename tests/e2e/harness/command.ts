import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { freePort, ROOT } from './server.ts';

export interface Ended {
	readonly code: number | null;
	readonly out: string;
	readonly err: string;
}

/** One of the product's commands as a process of its own, run to its end; `start` and `demo` only where they refuse. */
export async function runCommand(
	name: 'start' | 'demo' | 'import' | 'totals' | 'backup' | 'restore',
	args: readonly string[],
	env: Readonly<Record<string, string>>
): Promise<Ended> {
	const { DATABASE_URL: _url, ORIGIN: _origin, LANG: _lang, ...rest } = process.env;
	const child = spawn(process.execPath, [`src/bin/${name}.ts`, ...args], {
		cwd: ROOT,
		env: {
			...rest,
			PATH: [join(ROOT, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter),
			PORT: String(await freePort()),
			...env
		}
	});
	let out = '';
	let err = '';
	child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
	const code = await new Promise<number | null>((settle) => child.once('close', settle));
	return { code, out, err };
}

/** A folder that goes with the test. */
export class Folder {
	readonly path = mkdtempSync(join(tmpdir(), 'liangfeng-command-'));

	at(...names: readonly string[]): string {
		return join(this.path, ...names);
	}

	remove(): void {
		rmSync(this.path, { recursive: true, force: true });
	}
}

export type Entry = Record<string, unknown>;

/** The shipped sample with few records, in a copy that a test may spoil. */
export class ImportFolder {
	readonly path: string;

	constructor(path: string) {
		this.path = path;
		cpSync(join(ROOT, 'src/sample'), path, { recursive: true });
		for (const [kind, most] of [
			['visits', 30],
			['handouts', 20],
			['sessions', 10]
		] as const) {
			this.edit(`sample/sample-${kind}.json`, (entries) => entries.slice(0, most));
		}
	}

	edit(file: string, change: (entries: Entry[]) => Entry[]): void {
		const entries = JSON.parse(readFileSync(join(this.path, file), 'utf8')) as Entry[];
		this.write(file, JSON.stringify(change(entries)));
	}

	write(file: string, text: string): void {
		writeFileSync(join(this.path, file), text);
	}
}
