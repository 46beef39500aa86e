/**
 * Taking a file in: announced, grown piece by piece, verified, kept. Nothing here trusts what was there a request ago: every
 * request looks at the row and at the bytes anew, so that a crash between any two steps leaves a file that goes on.
 */
import { createHash } from 'node:crypto';
import type { FileState } from '#lib/protocol/upload.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { UploadTable } from '#lib/server/database/schema-files.ts';
import { isPhotoFile } from './is-photo-file.ts';
import type { AttachmentStores } from './stores.ts';
import type { Turns } from './turns.ts';

export interface ReceivingPorts extends AttachmentStores {
	readonly database: ServerDatabase;
	readonly turns: Turns;
	readonly now: Date;
}

export interface Sender {
	readonly account: string;
	readonly device: string;
}

/** What a phone says of a file before it sends it. */
export interface Announced {
	readonly id: string;
	readonly sha256: string;
	readonly bytes: number;
	readonly mime: string;
}

export interface Standing {
	readonly ok: true;
	readonly offset: number;
	readonly length: number;
	readonly state: FileState;
}
export interface NotTaken {
	readonly ok: false;
	/** `too-many`: files of this account wait for records that do not come. */
	readonly why: 'unknown' | 'other' | 'too-many' | 'offset' | 'too-long' | 'mismatch' | 'no-photo';
}
const notTaken = (why: NotTaken['why']): NotTaken => ({ ok: false, why });

/** Files of one account that no record names: more than a phone ever has waiting. */
const MOST_UNNAMED = 500;

const partOf = ({ account }: Sender, id: string) =>
	createHash('sha256').update(`${account}\n${id}`).digest('hex');

/** Announces a file; again is the same. Another file under the same id is refused. */
export async function announceFile(
	ports: ReceivingPorts,
	sender: Sender,
	file: Announced
): Promise<Standing | NotTaken> {
	const known = await rowOf(ports, sender, file.id);
	if (known) {
		const isSame = known.sha256 === file.sha256 && known.bytes === file.bytes && known.mime === file.mime;
		return isSame ? lookAtFile(ports, sender, file.id) : notTaken('other');
	}
	if ((await countUnnamed(ports, sender)) >= MOST_UNNAMED) return notTaken('too-many');
	const { account, device } = sender;
	const begun_at = ports.now.toISOString();
	await ports.database.concurrently((trx) =>
		trx
			.insertInto('upload')
			.values({ ...file, account_id: account, device_id: device, begun_at, whole_at: null })
			.onConflict((conflict) => conflict.columns(['id', 'account_id']).doNothing())
			.execute()
	);
	return lookAtFile(ports, sender, file.id);
}

/** How much of a file is there. What broke off between the last byte and the keeping is kept now. */
export async function lookAtFile(
	ports: ReceivingPorts,
	sender: Sender,
	id: string
): Promise<Standing | NotTaken> {
	return ports.turns.take(partOf(sender, id), async () => {
		const row = await rowOf(ports, sender, id);
		if (!row) return notTaken('unknown');
		return standingOf(ports, sender, row);
	});
}

/** @param pieces as they come in; where they break off, what came before is kept */
export async function appendToFile(
	ports: ReceivingPorts,
	sender: Sender,
	id: string,
	from: number,
	pieces: AsyncIterable<Uint8Array>
): Promise<Standing | NotTaken> {
	return ports.turns.take(partOf(sender, id), async (taken) => {
		const row = await rowOf(ports, sender, id);
		if (!row) return notTaken('unknown');
		const before = await standingOf(ports, sender, row);
		if (!before.ok || before.state !== 'part') return before;
		const writer = await ports.parts.open(partOf(sender, id));
		try {
			let { size } = writer;
			if (size !== from) return notTaken('offset');
			for await (const piece of untilTaken(pieces, taken)) {
				if (size + piece.length > row.bytes) return notTaken('too-long');
				await writer.write(piece);
				size += piece.length;
			}
		} finally {
			await writer.close();
		}
		return standingOf(ports, sender, row);
	});
}

/** Ends, without an error, when the pieces break off or a newer request takes the turn. */
async function* untilTaken(pieces: AsyncIterable<Uint8Array>, taken: AbortSignal): AsyncIterable<Uint8Array> {
	const iterator = pieces[Symbol.asyncIterator]();
	const isTaken = new Promise<null>((resolve) => taken.addEventListener('abort', () => resolve(null)));
	try {
		while (!taken.aborted) {
			const next = await Promise.race([iterator.next().catch(() => null), isTaken]);
			if (next === null || next.done) return;
			yield next.value;
		}
	} finally {
		// Not awaited: a connection that hangs would hold up who wants to go on.
		void iterator.return?.().catch(() => undefined);
	}
}

async function rowOf({ database }: ReceivingPorts, { account }: Sender, id: string) {
	return database.reader
		.selectFrom('upload')
		.selectAll()
		.where('id', '=', id)
		.where('account_id', '=', account)
		.executeTakeFirst();
}

async function countUnnamed({ database }: ReceivingPorts, { account }: Sender): Promise<number> {
	const { count } = await database.reader
		.selectFrom('upload')
		.leftJoin('attachment', (join) =>
			join.onRef('attachment.id', '=', 'upload.id').onRef('attachment.account_id', '=', 'upload.account_id')
		)
		.where('upload.account_id', '=', account)
		.where('attachment.id', 'is', null)
		.select(({ fn }) => fn.countAll<number>().as('count'))
		.executeTakeFirstOrThrow();
	return Number(count);
}

async function standingOf(
	ports: ReceivingPorts,
	sender: Sender,
	row: UploadTable
): Promise<Standing | NotTaken> {
	const { bytes: length, sha256 } = row;
	// A server may come back from a backup without the files that belong to it.
	if (row.whole_at !== null && (await ports.files.has(sha256))) {
		const state = (await isNamed(ports, row)) ? 'stored' : 'whole';
		return { ok: true, offset: length, length, state };
	}
	const offset = await ports.parts.size(partOf(sender, row.id));
	if (offset < length) return { ok: true, offset, length, state: 'part' };
	return keepWhole(ports, sender, row);
}

async function keepWhole(
	ports: ReceivingPorts,
	sender: Sender,
	row: UploadTable
): Promise<Standing | NotTaken> {
	const part = partOf(sender, row.id);
	const bytes = await ports.parts.read(part);
	const hash = createHash('sha256').update(bytes).digest('hex');
	if (hash !== row.sha256 || bytes.length !== row.bytes) {
		await ports.parts.drop(part);
		return notTaken('mismatch');
	}
	if (!isPhotoFile(row.mime, bytes)) {
		await ports.parts.drop(part);
		return notTaken('no-photo');
	}
	await ports.files.put(row.sha256, bytes, row.mime);
	await ports.database.concurrently((trx) =>
		trx
			.updateTable('upload')
			.set({ whole_at: ports.now.toISOString(), missing_at: null })
			.where('id', '=', row.id)
			.where('account_id', '=', row.account_id)
			.execute()
	);
	// What counted as there when it was put may have been deleted since (`sweep-left.ts`); from here on it is not.
	await ports.files.put(row.sha256, bytes, row.mime);
	await ports.parts.drop(part);
	const state = (await isNamed(ports, row)) ? 'stored' : 'whole';
	return { ok: true, offset: row.bytes, length: row.bytes, state };
}

async function isNamed({ database }: ReceivingPorts, row: UploadTable): Promise<boolean> {
	const named = await database.reader
		.selectFrom('attachment')
		.select('id')
		.where('id', '=', row.id)
		.where('account_id', '=', row.account_id)
		.where('sha256', '=', row.sha256)
		.executeTakeFirst();
	return named !== undefined;
}
