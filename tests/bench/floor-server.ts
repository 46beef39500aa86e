/**
 * The floor's server, a process of its own: takes a gzip of records and inserts them in one transaction, gives them back in
 * one answer, and tells of each batch to whoever listens. Arguments: port, database (`sqlite:PATH` or `postgres://...`), file of the page's script.
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { PAGE } from './bundle-page.ts';
import { openFloorStore } from './floor-store.ts';

const [port, url = '', script = ''] = process.argv.slice(2);
const store = await openFloorStore(url);
const page = readFileSync(script, 'utf8');
/** Who wants to hear of every batch. */
const listeners = new Set<ServerResponse>();

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part as Buffer);
	return Buffer.concat(parts);
}

createServer((request, response) => {
	const batch = /^\/records\/([0-9a-f-]+)$/.exec(request.url ?? '')?.[1];
	const answer = async () => {
		if (request.url === '/') return response.setHeader('content-type', 'text/html').end(PAGE);
		if (request.url === '/bench.js') return response.setHeader('content-type', 'text/javascript').end(page);
		if (batch && request.method === 'POST') {
			const text = (await promisify(gunzip)(await bodyOf(request))).toString();
			await store.insert(batch, JSON.parse(text) as { id: string }[]);
			for (const listener of listeners) listener.write(`data: ${batch}\n\n`);
			return response.end('ok');
		}
		if (batch) {
			const rows = await store.bodies(batch);
			const packed = await promisify(gzip)(`[${rows.join(',')}]`);
			return response
				.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
				.end(packed);
		}
		if (request.url === '/changes') {
			listeners.add(response);
			response.on('close', () => listeners.delete(response));
			return response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': here\n\n');
		}
		if (request.url === '/head') {
			await bodyOf(request);
			return response.end(JSON.stringify({ head: await store.head() }));
		}
		return response.writeHead(404).end();
	};
	answer().catch((error: unknown) => response.writeHead(500).end(String(error)));
}).listen(Number(port), '127.0.0.1', () => console.log('listening'));
