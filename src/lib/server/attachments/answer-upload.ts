/** A phone's request about a file (`protocol/upload.ts`), once its sender is known: headers read, the work done, headers back. */
import { randomUUID } from 'node:crypto';
import { isUuid } from '#lib/domain/ids.ts';
import { MAX_PHOTO_BYTES, PHOTO_TYPES } from '#lib/domain/photo.ts';
import {
	CHECKSUM_MISMATCH,
	EPOCH_HEADER,
	FILE_HEADER,
	LENGTH_HEADER,
	METADATA_HEADER,
	NONCE_HEADER,
	OFFSET_HEADER,
	OFFSET_STREAM,
	readMetadata,
	SERVER_HEADER,
	TIME_HEADER,
	TUS_HEADER,
	TUS_VERSION,
	uploadPath
} from '#lib/protocol/upload.ts';
import { log } from '#lib/server/log.ts';
import {
	announceFile,
	appendToFile,
	lookAtFile,
	type Announced,
	type NotTaken,
	type ReceivingPorts,
	type Sender,
	type Standing
} from './receive-file.ts';
import { StoreFailure } from './store-trouble.ts';

/** The parts of a request that matter. */
export interface UploadAsked {
	readonly method: string;
	/** Of the file, in the address; null where it is only being announced. */
	readonly id: string | null;
	header(name: string): string | null;
	readonly pieces: AsyncIterable<Uint8Array>;
}
export interface UploadAnswer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
}

/** Seconds until somebody whose files no record names may announce another. */
const WAIT_UNNAMED = 600;

/** Seconds until a phone tries again while the store of whole files does not work. */
const WAIT_STORE = 60;

/** What arrived lies among the begun files, and the phone keeps its own until the store has it: later, then. */
function storeAnswer(error: unknown): UploadAnswer {
	if (!(error instanceof StoreFailure)) throw error;
	log.failure('photo-store', randomUUID().slice(0, 8), error);
	return { status: 503, headers: { 'retry-after': String(WAIT_STORE) } };
}

const STATUS: Readonly<Record<NotTaken['why'], number>> = {
	unknown: 404,
	other: 409,
	offset: 409,
	'too-many': 429,
	'too-long': 413,
	mismatch: CHECKSUM_MISMATCH,
	'no-photo': 415
};

export async function answerUpload(
	ports: ReceivingPorts,
	sender: Sender,
	asked: UploadAsked
): Promise<UploadAnswer> {
	const said = await answer(ports, sender, asked).catch(storeAnswer);
	const meta = await ports.database.reader
		.selectFrom('meta')
		.select(['server_id', 'epoch'])
		.executeTakeFirstOrThrow();
	return {
		status: said.status,
		headers: {
			...said.headers,
			[TUS_HEADER]: TUS_VERSION,
			[NONCE_HEADER]: (asked.header(NONCE_HEADER) ?? '').slice(0, 64),
			[SERVER_HEADER]: meta.server_id,
			[EPOCH_HEADER]: String(meta.epoch),
			[TIME_HEADER]: ports.now.toISOString(),
			'cache-control': 'no-store'
		}
	};
}

async function answer(ports: ReceivingPorts, sender: Sender, asked: UploadAsked): Promise<UploadAnswer> {
	if (asked.id === null) {
		const file = readAnnounced(asked);
		if (typeof file === 'number') return { status: file, headers: {} };
		const location = { location: uploadPath(file.id) };
		return answerOf(201, await announceFile(ports, sender, file), location);
	}
	if (!isUuid(asked.id)) return { status: 404, headers: {} };
	if (asked.method === 'HEAD') return answerOf(200, await lookAtFile(ports, sender, asked.id));
	const from = whole(asked.header(OFFSET_HEADER));
	if (asked.header('content-type') !== OFFSET_STREAM) return { status: 415, headers: {} };
	if (from === null) return { status: 400, headers: {} };
	return answerOf(204, await appendToFile(ports, sender, asked.id, from, asked.pieces));
}

function answerOf(
	status: number,
	standing: Standing | NotTaken,
	also: Readonly<Record<string, string>> = {}
): UploadAnswer {
	if (!standing.ok) {
		const headers: Record<string, string> = {};
		if (standing.why === 'too-many') headers['retry-after'] = String(WAIT_UNNAMED);
		return { status: STATUS[standing.why], headers };
	}
	const { offset, length, state } = standing;
	return {
		status,
		headers: {
			...also,
			[OFFSET_HEADER]: String(offset),
			[LENGTH_HEADER]: String(length),
			[FILE_HEADER]: state
		}
	};
}

/** The status to refuse with, before any byte is taken, or what is announced. */
function readAnnounced({ header }: UploadAsked): Announced | number {
	const bytes = whole(header(LENGTH_HEADER));
	const values = readMetadata(header(METADATA_HEADER) ?? '');
	const id = values?.get('id') ?? '';
	const sha256 = values?.get('sha256') ?? '';
	const mime = values?.get('mime') ?? '';
	if (bytes === null || bytes === 0 || !isUuid(id) || !/^[0-9a-f]{64}$/.test(sha256)) return 400;
	if (bytes > MAX_PHOTO_BYTES) return 413;
	if (!(PHOTO_TYPES as readonly string[]).includes(mime)) return 415;
	return { id, sha256, bytes, mime };
}

function whole(text: string | null): number | null {
	return text !== null && /^\d{1,12}$/.test(text) ? Number(text) : null;
}
