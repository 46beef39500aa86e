/**
 * Sends one photo, from where the server has it to its end. Nothing that the phone remembers of an earlier try decides
 * anything: the server says how much is there, and only its `stored` - the whole file and the record - ends it.
 */
import { fileHash } from '#lib/protocol/file-hash.ts';
import {
	CHECKSUM_MISMATCH,
	LENGTH_HEADER,
	METADATA_HEADER,
	OFFSET_HEADER,
	OFFSET_STREAM,
	PIECE_BYTES,
	UPLOADS_PATH,
	uploadPath,
	writeMetadata
} from '#lib/protocol/upload.ts';
import type { PhotoRow } from '#lib/storage/photos/photo-row.ts';
import { SyncTrouble } from '../trouble.ts';
import type { LanePorts } from './lane-ports.ts';
import { askUpload, type UploadReply } from './upload-http.ts';

/** Answers in a row that bring nothing on: something is wrong that time may mend. */
const MOST_IDLE = 4;

/** `whole`: the server has the file and waits for the record. */
export type Sent = 'stored' | 'whole' | 'refused';

/**
 * @param moved told whenever the server has more of it than was known before
 * @throws SyncTrouble; what arrived before it is kept by the server
 */
export async function sendPhoto(
	ports: LanePorts,
	row: PhotoRow,
	serverId: string,
	moved: () => void = () => {}
): Promise<Sent> {
	const { store } = ports;
	const { id, photo } = row;
	const bytes = await store.bytes(id);
	if (!bytes) return refuse(ports, row, 'damaged');
	let reply = row.uploadUrl === null ? await announce(ports, row, serverId) : await look(ports, id, serverId);
	for (let idle = 0; ;) {
		if (reply.status === 404) reply = await announce(ports, row, serverId);
		if (reply.status === 413 || reply.status === 415 || reply.status === 400)
			return refuse(ports, row, reply.status === 413 ? 'too-big' : 'refused');
		if (reply.status === CHECKSUM_MISMATCH && fileHash(new Uint8Array(bytes)) !== photo.sha256)
			return refuse(ports, row, 'damaged');
		const { standing } = reply;
		if (standing && standing.offset > row.offset) moved();
		if (standing && standing.state !== 'part') return settle(ports, row, standing);
		if (++idle > MOST_IDLE) throw new SyncTrouble('server');
		if (!standing) {
			reply = await look(ports, id, serverId);
			continue;
		}
		const { offset } = standing;
		if (row.uploadUrl === null || offset !== row.offset)
			await store.note(id, { uploadUrl: uploadPath(id), offset });
		if (offset >= bytes.byteLength) throw new SyncTrouble('server');
		await ports.whenTextIsIdle();
		reply = await sendPiece(ports, id, serverId, offset, bytes);
		if (reply.standing && reply.standing.offset > offset) idle = 0;
	}
}

async function settle(
	{ store }: LanePorts,
	{ id }: PhotoRow,
	standing: NonNullable<UploadReply['standing']>
): Promise<Sent> {
	const { offset, at, epoch, state } = standing;
	const arrived = { offset, uploadUrl: uploadPath(id), trouble: null, tries: 0 };
	if (state === 'stored') {
		await store.note(id, { ...arrived, state: 'sent', confirmed: { at, epoch } });
		return 'stored';
	}
	// Also of one that was confirmed before the server was put back from a backup.
	await store.note(id, { ...arrived, state: 'waits', confirmed: null });
	return 'whole';
}

async function refuse(
	{ store, log }: LanePorts,
	{ id, tries }: PhotoRow,
	trouble: 'damaged' | 'too-big' | 'refused'
): Promise<Sent> {
	await store.note(id, { state: 'refused', trouble, tries: tries + 1 });
	log('photos.refused', { why: trouble });
	return 'refused';
}

function announce(ports: LanePorts, { id, photo }: PhotoRow, serverId: string): Promise<UploadReply> {
	const { sha256: hash, mime } = photo;
	return askUpload(ports, serverId, {
		method: 'POST',
		path: UPLOADS_PATH,
		headers: {
			[LENGTH_HEADER]: String(photo.bytes),
			[METADATA_HEADER]: writeMetadata({ id, sha256: hash, mime })
		}
	});
}

function look(ports: LanePorts, id: string, serverId: string): Promise<UploadReply> {
	return askUpload(ports, serverId, { method: 'HEAD', path: uploadPath(id) });
}

function sendPiece(
	ports: LanePorts,
	id: string,
	serverId: string,
	offset: number,
	bytes: ArrayBuffer
): Promise<UploadReply> {
	const end = Math.min(bytes.byteLength, offset + (ports.pieceBytes ?? PIECE_BYTES));
	return askUpload(ports, serverId, {
		method: 'PATCH',
		path: uploadPath(id),
		headers: { [OFFSET_HEADER]: String(offset), 'content-type': OFFSET_STREAM },
		body: new Uint8Array(bytes, offset, end - offset)
	});
}
