import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyLimit, LARGEST_BODY, refusesBody } from './body-limit.ts';

let server: Server;
let url: string;
beforeAll(async () => {
	server = createServer((request, response) => {
		if (refusesBody(request, response, request.url ?? '/')) return;
		request.resume().once('end', () => response.end('taken'));
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((closed) => server.close(closed)));

const post = async (path: string, bytes: number) =>
	(await fetch(url + path, { method: 'POST', body: new Uint8Array(bytes) })).status;

describe('the most a request may carry', () => {
	it('is little for a form, more for an exchange, and a whole file where files are brought', async () => {
		expect(await post('/desk/stock/move', 500_000)).toBe(200);
		expect(await post('/desk/stock/move', 600_000)).toBe(413);
		expect(await post('/api/sync/push', 1_050_000)).toBe(200);
		expect(await post('/api/sync/push', 1_200_000)).toBe(413);
		// The page says by itself that more than 8 MB is too much.
		expect(await post('/desk/rosters/new', 9_000_000)).toBe(200);
		expect(await post('/desk/rosters/new', LARGEST_BODY + 1)).toBe(413);
		expect(bodyLimit('/desk/rosters')).toBe(bodyLimit('/desk'));
	});
});
