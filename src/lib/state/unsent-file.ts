/** Everything unsent as a file for the desk's import: sealed for the server where its key is known. */
import { sealFile } from '#lib/protocol/sealed-file.ts';
import type { Databases } from '#lib/storage/databases.ts';
import { getMeta } from '#lib/storage/meta.ts';
import { unsentOperations } from '#lib/storage/outbox.ts';

export interface UnsentFile {
	readonly name: string;
	readonly content: Blob;
	readonly operations: number;
	/** False: anybody who gets the file can read the records in it. */
	readonly sealed: boolean;
}

/** Who writes the file, when. */
export interface UnsentAuthor {
	readonly login: string;
	readonly accountId: string;
	readonly deviceId: string;
	readonly serverId: string | null;
	readonly today: string;
	readonly now: string;
}

async function packed(text: string): Promise<{ bytes: Uint8Array<ArrayBuffer>; gzip: boolean }> {
	const plain = new TextEncoder().encode(text);
	if (typeof CompressionStream !== 'function') return { bytes: plain, gzip: false };
	const stream = new Blob([plain]).stream().pipeThrough(new CompressionStream('gzip'));
	return { bytes: new Uint8Array(await new Response(stream).arrayBuffer()), gzip: true };
}

/**
 * A phone that has no key yet (it last spoke to an older server), or whose browser gives no cryptography to pages without
 * https, can only write a readable file. That is still better than losing the work with the phone, but a person decides it.
 * @param readable the person has agreed to a readable file
 * @param subtle the browser's; undefined where the page is not served over https
 * @returns null: it could not be sealed, and nobody has agreed yet
 */
export async function unsentFile(
	databases: Databases,
	author: UnsentAuthor,
	readable: boolean,
	subtle: SubtleCrypto | undefined
): Promise<UnsentFile | null> {
	const { login, today, serverId, accountId, deviceId, now } = author;
	const key = await databases.saves.run((database) => getMeta(database, 'sealing'));
	const canSeal = subtle !== undefined && key !== undefined && serverId !== null;
	if (!canSeal && !readable) return null;
	const operations = await unsentOperations(databases);
	const text = JSON.stringify({
		format: 'liangfeng-unsent',
		version: 1,
		serverId,
		accountId,
		deviceId,
		exportedAt: now,
		operations
	});
	const name = `liangfeng-unsent-${login}-${today}`;
	if (!canSeal) {
		const content = new Blob([text], { type: 'application/json' });
		return { name: `${name}.json`, content, operations: operations.length, sealed: false };
	}
	const { bytes, gzip } = await packed(text);
	const sealed = await sealFile(subtle, { ...key, serverId }, bytes, gzip);
	// Share sheets take text files; of other types browsers allow few.
	const content = new Blob([sealed], { type: 'text/plain' });
	return { name: `${name}.txt`, content, operations: operations.length, sealed: true };
}
