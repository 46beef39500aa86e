/**
 * Everything unsent as files for the desk's import, sealed for the server where its key is known. One file, unless there is
 * more than the desk takes at once: then several, of what lay in the outbox when they were asked for.
 */
import type { Operation } from '#lib/domain/operation.ts';
import { sealFile } from '#lib/protocol/sealed-file.ts';
import { FILE_LIMITS, type CounterRange, type UnsentPart } from '#lib/protocol/unsent-file.ts';
import type { Databases } from '#lib/storage/databases.ts';
import { getMeta } from '#lib/storage/meta.ts';
import { unsentOperations } from '#lib/storage/outbox.ts';

export interface UnsentFile {
	readonly name: string;
	readonly operations: number;
	/** False: anybody who gets the file can read the records in it. */
	readonly sealed: boolean;
	/** Made when it is asked for. */
	content(): Promise<Blob>;
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

/** So much text makes a file within the limit, also where it cannot be compressed: sealed, three bytes become four. */
const TEXT_BYTES = FILE_LIMITS.bytes * 0.7;

/** In the order of the operations; at least one part. */
function partsOf(
	operations: readonly Operation[],
	limits: { readonly operations: number; readonly bytes: number }
): readonly (readonly Operation[])[] {
	const encoder = new TextEncoder();
	const parts: Operation[][] = [];
	let part: Operation[] = [];
	let bytes = 0;
	for (const operation of operations) {
		const size = encoder.encode(JSON.stringify(operation)).length + 1;
		const isFull = part.length >= limits.operations || bytes + size > limits.bytes;
		if (isFull && part.length > 0) {
			parts.push(part);
			part = [];
			bytes = 0;
		}
		part.push(operation);
		bytes += size;
	}
	return [...parts, part];
}

/** The counters of operations that follow one another, as few ranges as there are. */
function rangesOf(operations: readonly Operation[]): readonly CounterRange[] {
	const ranges: [number, number][] = [];
	for (const { n } of operations) {
		const last = ranges.at(-1);
		if (last && n === last[1] + 1) last[1] = n;
		else ranges.push([n, n]);
	}
	return ranges;
}

/** What a push says besides its operations: they are judged by it, whichever road they take. */
function saidBesides({ saves }: Databases) {
	return saves.run(async (database) => {
		const [server, rights] = await Promise.all([getMeta(database, 'server'), getMeta(database, 'rights')]);
		const { epoch, beforeRestore, heard } = server ?? {};
		return { epoch, beforeRestore, heard, grantsRev: rights?.grantsRev };
	});
}

/**
 * A phone that has no key yet (it last spoke to an older server), or whose browser gives no cryptography to pages without
 * https, can only write readable files. That is still better than losing the work with the phone, but a person decides it.
 * @param readable the person has agreed to readable files
 * @param subtle the browser's; undefined where the page is not served over https
 * @returns null: they could not be sealed, and nobody has agreed yet
 */
export async function unsentFiles(
	databases: Databases,
	author: UnsentAuthor,
	readable: boolean,
	subtle: SubtleCrypto | undefined,
	limits = { operations: FILE_LIMITS.operations as number, bytes: TEXT_BYTES }
): Promise<readonly UnsentFile[] | null> {
	const { login, today, serverId, accountId, deviceId, now } = author;
	const key = await databases.saves.run((database) => getMeta(database, 'sealing'));
	const said = await saidBesides(databases);
	const canSeal = subtle !== undefined && key !== undefined && serverId !== null;
	if (!canSeal && !readable) return null;
	const parts = partsOf(await unsentOperations(databases), limits);
	const common = {
		format: 'liangfeng-unsent',
		version: 1,
		serverId,
		accountId,
		deviceId,
		exportedAt: now,
		...said
	};
	const counters = parts.map(rangesOf);
	return parts.map((operations, at) => {
		const part: UnsentPart = { n: at + 1, of: parts.length, earlier: counters.slice(0, at) };
		const number = parts.length > 1 ? `-${at + 1}-${parts.length}` : '';
		const name = `liangfeng-unsent-${login}-${today}${number}`;
		const text = () => JSON.stringify({ ...common, ...(parts.length > 1 ? { part } : {}), operations });
		if (!canSeal) {
			const content = () => Promise.resolve(new Blob([text()], { type: 'application/json' }));
			return { name: `${name}.json`, operations: operations.length, sealed: false, content };
		}
		const content = async () => {
			const { bytes, gzip } = await packed(text());
			const sealed = await sealFile(subtle, { ...key, serverId }, bytes, gzip);
			// Share sheets take text files; of other types browsers allow few.
			return new Blob([sealed], { type: 'text/plain' });
		};
		return { name: `${name}.txt`, operations: operations.length, sealed: true, content };
	});
}
