/** The files of a simulated server: they outlast its crashes and, copied beside, its restores. */
import { hash } from 'node:crypto';
import { answerUpload } from '#lib/server/attachments/answer-upload.ts';
import type { AttachmentStores } from '#lib/server/attachments/stores.ts';
import type { ReceivingPorts, Sender } from '#lib/server/attachments/receive-file.ts';
import { UPLOADS_PATH } from '#lib/protocol/upload.ts';
import type { HttpAnswer } from '#lib/sync/ports.ts';
import type { Arrival } from './arrival.ts';

export class ServerFiles {
	readonly parts = new Map<string, Uint8Array<ArrayBuffer>>();
	/** By the SHA-256 under which it is kept. */
	readonly whole = new Map<string, Uint8Array<ArrayBuffer>>();

	readonly stores: AttachmentStores = {
		parts: {
			size: (key) => Promise.resolve(this.parts.get(key)?.length ?? 0),
			open: (key) => {
				const before = this.parts.get(key);
				const write = (bytes: Uint8Array) => {
					const there = this.parts.get(key) ?? new Uint8Array();
					this.parts.set(key, new Uint8Array([...there, ...bytes]));
					return Promise.resolve();
				};
				return Promise.resolve({ size: before?.length ?? 0, write, close: () => Promise.resolve() });
			},
			read: (key) => Promise.resolve(this.parts.get(key) ?? new Uint8Array()),
			drop: (key) => Promise.resolve(void this.parts.delete(key)),
			// Its clock is the story's, and no story lasts so long.
			sweep: () => Promise.resolve(0)
		},
		files: {
			has: (sha256) => Promise.resolve(this.whole.has(sha256)),
			put: (sha256, bytes) => Promise.resolve(void (this.whole.has(sha256) || this.whole.set(sha256, bytes))),
			get: (sha256) => Promise.resolve(this.whole.get(sha256) ?? null),
			drop: (sha256) => Promise.resolve(void this.whole.delete(sha256)),
			list: () => Promise.resolve(new Set(this.whole.keys())),
			check: () => Promise.resolve(),
			sweep: () => Promise.resolve(0)
		}
	};
}

export const isAboutFile = ({ path }: Pick<Arrival, 'path'>): boolean => path.startsWith(UPLOADS_PATH);

/** A request about a file, once its sender was admitted. */
export async function answerFile(
	ports: ReceivingPorts,
	sender: Sender,
	{ path, method = 'POST', headers, bytes }: Arrival
): Promise<HttpAnswer> {
	const id = /^\/api\/attachments\/([^/]+)\/upload$/.exec(path)?.[1] ?? null;
	const said = await answerUpload(ports, sender, {
		method,
		id,
		header: (name) => headers[name] ?? null,
		pieces: piecesOf(bytes ?? new Uint8Array())
	});
	return {
		...{ status: said.status, contentType: '', retryAfter: said.headers['retry-after'] ?? null, text: '' },
		header: (name) => said.headers[name] ?? null
	};
}

/** As they come from a socket. */
async function* piecesOf(bytes: Uint8Array): AsyncIterable<Uint8Array> {
	for (let at = 0; at < bytes.length; at += 24) yield await Promise.resolve(bytes.subarray(at, at + 24));
}

export const hashOf = (bytes: Uint8Array): string => hash('sha256', bytes, 'hex');
