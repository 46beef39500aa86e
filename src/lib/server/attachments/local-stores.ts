import { randomUUID } from 'node:crypto';
import { access, constants, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FileStore, PartStore } from './stores.ts';

function isMissing(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

async function orNull<Result>(work: Promise<Result>): Promise<Result | null> {
	try {
		return await work;
	} catch (error) {
		if (isMissing(error)) return null;
		throw error;
	}
}

/** Ends the name of a file that is being written, or whose process was killed while it was. */
const UNFINISHED = '.new';

/** Begun files in one folder. @param folder absolute; made when it is first needed */
export function localParts(folder: string): PartStore {
	const pathOf = (key: string) => join(folder, key);
	return {
		size: async (key) => (await orNull(stat(pathOf(key))))?.size ?? 0,
		async open(key) {
			await mkdir(folder, { recursive: true });
			const file = await open(pathOf(key), 'a', 0o600);
			const { size } = await file.stat();
			return {
				size,
				write: async (bytes) => void (await file.appendFile(bytes)),
				close: () => file.close()
			};
		},
		read: async (key) => new Uint8Array(await readFile(pathOf(key))),
		drop: (key) => rm(pathOf(key), { force: true }),
		async sweep(before) {
			let count = 0;
			for (const key of (await orNull(readdir(folder))) ?? []) count += await dropOld(pathOf(key), before);
			return count;
		}
	};
}

/**
 * Whole files by their SHA-256: `ab/cdef...` below one folder. A file appears under its name only when all of it is on the
 * disk, and never changes: the folder may be copied while the server runs.
 */
export function localFiles(folder: string): FileStore {
	const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256.slice(2));
	const has = async (sha256: string) => (await orNull(access(pathOf(sha256)).then(() => true))) ?? false;
	return {
		has,
		async put(sha256, bytes) {
			if (await has(sha256)) return;
			const path = pathOf(sha256);
			await mkdir(dirname(path), { recursive: true });
			const fresh = `${path}.${randomUUID()}${UNFINISHED}`;
			try {
				const file = await open(fresh, 'wx', 0o600);
				try {
					await file.writeFile(bytes);
					await file.sync();
				} finally {
					await file.close();
				}
				await rename(fresh, path);
			} catch (error) {
				// A full disk would be fuller with each try.
				await rm(fresh, { force: true }).catch(() => undefined);
				throw error;
			}
			const parent = await open(dirname(path), 'r');
			await parent.sync().finally(() => parent.close());
		},
		get: async (sha256) => {
			const bytes = await orNull(readFile(pathOf(sha256)));
			return bytes && new Uint8Array(bytes);
		},
		drop: (sha256) => rm(pathOf(sha256), { force: true }),
		async list() {
			const found = new Set<string>();
			for (const head of await heads(folder))
				for (const rest of await readdir(join(folder, head)))
					if (/^[0-9a-f]{62}$/.test(rest)) found.add(head + rest);
			return found;
		},
		async check() {
			await mkdir(folder, { recursive: true });
			await access(folder, constants.W_OK | constants.X_OK);
		},
		async sweep(before) {
			let count = 0;
			for (const head of await heads(folder))
				for (const name of await readdir(join(folder, head)))
					if (name.endsWith(UNFINISHED)) count += await dropOld(join(folder, head, name), before);
			return count;
		}
	};
}

/** Folders that hold the files whose hashes begin with their name. */
async function heads(folder: string): Promise<readonly string[]> {
	return ((await orNull(readdir(folder))) ?? []).filter((name) => /^[0-9a-f]{2}$/.test(name));
}

/** @returns how many files went: 1 or 0 */
async function dropOld(path: string, before: Date): Promise<number> {
	const about = await orNull(stat(path));
	if (about === null || about.mtime >= before) return 0;
	await rm(path, { force: true });
	return 1;
}
