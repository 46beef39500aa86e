import type { IncomingMessage, ServerResponse } from 'node:http';

/** Most bytes a request may carry, as sent. Sync counts its own (1 MB, 8 MB inflated); files come to the desk only. */
const LIMITS: readonly (readonly [prefix: string, bytes: number])[] = [
	['/api/sync/', 1_100_000],
	['/api/attachments', 1_000_000],
	['/desk/unsent', 32_000_000],
	// A file that is too big for the page itself is told so by the page; 5,000 confirmed people are under a megabyte.
	['/desk/rosters/new', 32_000_000],
	['/', 512_000]
];
export const LARGEST_BODY = 32_000_000;
/** A client that has been refused is read this far, so that it sees the answer and not a broken connection. */
const DRAINED_BYTES = 64_000_000;

export function bodyLimit(pathname: string): number {
	return LIMITS.find(([prefix]) => pathname.startsWith(prefix))?.[1] ?? 0;
}

/** Answers 413 and true when the announced length is over the limit; the connection ends with the answer. */
export function refusesBody(request: IncomingMessage, response: ServerResponse, pathname: string): boolean {
	const length = Number(request.headers['content-length'] ?? 0);
	if (!(length > bodyLimit(pathname))) return false;
	let drained = 0;
	request.on('data', (chunk: Buffer) => {
		drained += chunk.length;
		if (drained > DRAINED_BYTES) request.destroy();
	});
	response.writeHead(413, { 'content-type': 'application/json', 'cache-control': 'no-store' });
	request.once('end', () => response.end(JSON.stringify({ error: 'too-big' })));
	return true;
}
