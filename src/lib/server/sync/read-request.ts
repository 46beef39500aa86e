import { promisify } from 'node:util';
import { gunzip, gunzipSync } from 'node:zlib';
import { MAX_PUSH_BYTES, MAX_PUSH_INFLATED } from '#lib/protocol/push.ts';

export type RequestBody =
	{ readonly ok: true; readonly json: unknown } | { readonly ok: false; readonly status: 400 | 413 | 415 };

/** Stops reading at `limit` bytes; null when there are more. */
async function readUpTo(chunks: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer | null> {
	const parts: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of chunks) {
		size += chunk.byteLength;
		if (size > limit) return null;
		parts.push(chunk);
	}
	return Buffer.concat(parts);
}

const unpack = promisify(gunzip);
/** In pieces of this size: the usual push is one. */
const PIECE = 65_536;
/** A body of at most so many bytes is unpacked at once: handing it to another thread takes longer. */
const AT_ONCE = 16_384;

/** Stops at the limit; null when there is more. */
async function inflate(packed: Buffer): Promise<Buffer | null> {
	const limits = { maxOutputLength: MAX_PUSH_INFLATED, chunkSize: PIECE };
	try {
		return packed.byteLength <= AT_ONCE ? gunzipSync(packed, limits) : await unpack(packed, limits);
	} catch (error) {
		if (error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') return null;
		throw error;
	}
}

/**
 * A request's JSON, plain or gzip: at most 1 MB as sent and 8 MB inflated, counted while it is read, so that a bomb is
 * never held. 413 for too big, 400 for what is cut off or no JSON, 415 for another encoding.
 */
export async function readRequest(request: Pick<Request, 'headers' | 'body'>): Promise<RequestBody> {
	const encoding = request.headers.get('content-encoding') ?? 'identity';
	if (encoding !== 'gzip' && encoding !== 'identity') return { ok: false, status: 415 };
	try {
		const sent = request.body ? await readUpTo(request.body, MAX_PUSH_BYTES) : Buffer.alloc(0);
		if (sent === null) return { ok: false, status: 413 };
		const text = encoding === 'gzip' ? await inflate(sent) : sent;
		if (text === null) return { ok: false, status: 413 };
		return { ok: true, json: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text)) };
	} catch {
		return { ok: false, status: 400 };
	}
}
