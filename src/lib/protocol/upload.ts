/**
 * Files of photos, `/api/attachments` - tus 1.0, core and creation (https://tus.io/protocols/resumable-upload).
 *
 * `POST /api/attachments` announces a file: `upload-length`, and `upload-metadata` with `id` (the photo's), `sha256` (hex) and
 * `mime`, each value in base64. 201 with `location`; the same again is answered the same, whatever became of the file since.
 * `HEAD <location>` says how much is there, `PATCH <location>` sends on from there: `upload-offset`, content type
 * `application/offset+octet-stream`, at most 1 MB a request. Bytes are kept as they come in: of a request that breaks off the
 * next one sends only the rest. When the last byte is there the whole is compared with its SHA-256 and kept under it.
 *
 * Beyond tus: `x-liangfeng-account` names whose session counts, as in a push. Every answer that counts repeats the request's
 * `x-liangfeng-nonce` and names the server, its epoch and its time - a captive portal knows none of them - and says in
 * `x-liangfeng-file` how far the file is (`FILE_STATES`). A file may arrive before or after the record that names it: only
 * `stored` tells a phone that both are there.
 *
 * Status: 201, 200, 204; 400 malformed; 401 no session; 404 never announced by this account; 409 another offset (ask with
 * HEAD); 413 longer than announced or than a photo may be; 415 no photo; 429, 503 wait `retry-after` seconds; 460 the whole
 * was not what its SHA-256 says, and begins again from 0.
 */
export const TUS_VERSION = '1.0.0';
export const UPLOADS_PATH = '/api/attachments';
/** So much a phone sends in one request. */
export const PIECE_BYTES = 256 * 1024;
/** So much a request may carry. */
export const MAX_PIECE_BYTES = 1_000_000;
export const OFFSET_STREAM = 'application/offset+octet-stream';
export const CHECKSUM_MISMATCH = 460;

export const TUS_HEADER = 'tus-resumable';
export const OFFSET_HEADER = 'upload-offset';
export const LENGTH_HEADER = 'upload-length';
export const METADATA_HEADER = 'upload-metadata';
export const NONCE_HEADER = 'x-liangfeng-nonce';
export const SERVER_HEADER = 'x-liangfeng-server';
export const EPOCH_HEADER = 'x-liangfeng-epoch';
export const TIME_HEADER = 'x-liangfeng-time';
export const FILE_HEADER = 'x-liangfeng-file';

/** `part`: some of it; `whole`: all, verified; `stored`: all, and a record that the server accepted names it. */
export const FILE_STATES = ['part', 'whole', 'stored'] as const;
export type FileState = (typeof FILE_STATES)[number];

export const uploadPath = (id: string): string => `${UPLOADS_PATH}/${id}/upload`;

/** As tus writes it: `key base64,key base64`. Keys and values are ASCII here. */
export function writeMetadata(values: Readonly<Record<string, string>>): string {
	return Object.entries(values)
		.map(([key, value]) => `${key} ${btoa(value)}`)
		.join(',');
}

/** Null for what is no tus metadata. */
export function readMetadata(text: string): ReadonlyMap<string, string> | null {
	const values = new Map<string, string>();
	for (const pair of text.split(',')) {
		const [key, value = '', ...rest] = pair.trim().split(' ');
		if (!key || rest.length > 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(value)) return null;
		try {
			values.set(key, atob(value));
		} catch {
			return null;
		}
	}
	return values;
}
