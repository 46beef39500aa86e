import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BackupStop } from './backup-stop.ts';

/** Characters collected before they are written. */
const CHUNK = 262_144;

/** A file that is written under another name and gets its own when it is whole and on the disk. */
export class PartFile {
	readonly #file: string;
	readonly #part: string;
	readonly #handle: FileHandle;
	readonly #hash = createHash('sha256');
	#waiting: string[] = [];
	#size = 0;
	/** Bytes given so far, those not yet written left out. */
	written = 0;

	private constructor(file: string, handle: FileHandle) {
		this.#file = file;
		this.#part = `${file}.part`;
		this.#handle = handle;
	}

	/** @throws BackupStop where the file or its part is there already, or cannot be made */
	static async begin(file: string): Promise<PartFile> {
		if (existsSync(file)) throw new BackupStop('exists', file);
		const part = `${file}.part`;
		try {
			return new PartFile(file, await open(part, 'wx', 0o600));
		} catch (cause) {
			const code = (cause as NodeJS.ErrnoException).code ?? '';
			throw new BackupStop(
				code === 'EEXIST' ? 'part_exists' : 'not_writable',
				code === 'EEXIST' ? part : code,
				{
					cause
				}
			);
		}
	}

	async line(value: unknown): Promise<void> {
		const text = `${JSON.stringify(value)}\n`;
		this.#waiting.push(text);
		this.#size += text.length;
		if (this.#size >= CHUNK) await this.#flush();
	}

	/** SHA-256 of all lines so far. */
	async digest(): Promise<string> {
		await this.#flush();
		return this.#hash.copy().digest('hex');
	}

	/** Everything on the disk, and the file there under its name. */
	async finish(): Promise<void> {
		await this.#flush();
		await this.#writing(() => this.#handle.sync());
		await this.#handle.close();
		if (existsSync(this.#file)) throw new BackupStop('exists', this.#file);
		await this.#writing(() => rename(this.#part, this.#file));
		await syncFolder(dirname(this.#file));
	}

	/** Nothing is left of it. */
	async discard(): Promise<void> {
		await this.#handle.close().catch(() => undefined);
		await rm(this.#part, { force: true });
	}

	async #flush(): Promise<void> {
		const bytes = Buffer.from(this.#waiting.join(''), 'utf8');
		this.#waiting = [];
		this.#size = 0;
		this.#hash.update(bytes);
		for (let at = 0; at < bytes.length;) {
			const { bytesWritten } = await this.#writing(() => this.#handle.write(bytes, at));
			at += bytesWritten;
		}
		this.written += bytes.length;
	}

	async #writing<T>(work: () => Promise<T>): Promise<T> {
		try {
			return await work();
		} catch (cause) {
			throw new BackupStop('not_writable', (cause as NodeJS.ErrnoException).code ?? '', { cause });
		}
	}
}

/** The new name itself on the disk; where a folder cannot be opened (Windows) the system sees to it. */
async function syncFolder(folder: string): Promise<void> {
	const handle = await open(folder, 'r').catch(() => null);
	await handle?.sync().catch(() => undefined);
	await handle?.close();
}
