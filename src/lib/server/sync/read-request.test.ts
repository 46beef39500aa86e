import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readRequest } from './read-request.ts';

function request(body: Uint8Array | string, encoding?: string): Request {
	return new Request('http://localhost/', {
		method: 'POST',
		body: body as BodyInit,
		headers: encoding ? { 'content-encoding': encoding } : {}
	});
}

describe('readRequest', () => {
	it('reads plain and gzipped JSON, rare characters whole', async () => {
		const value = { name: '示𬭎' };
		expect(await readRequest(request(JSON.stringify(value)))).toEqual({ ok: true, json: value });
		const packed = gzipSync(JSON.stringify(value));
		expect(await readRequest(request(packed, 'gzip'))).toEqual({ ok: true, json: value });
	});

	it('answers 400 for a cut gzip, for what is no JSON and for broken UTF-8', async () => {
		const packed = gzipSync(JSON.stringify({ list: Array.from({ length: 5000 }, (_, at) => at * 7919) }));
		expect(await readRequest(request(packed.subarray(0, 900), 'gzip'))).toEqual({ ok: false, status: 400 });
		expect(await readRequest(request('{"a":', undefined))).toEqual({ ok: false, status: 400 });
		expect(await readRequest(request(new Uint8Array([34, 0xff, 34])))).toEqual({ ok: false, status: 400 });
		expect(await readRequest(request('not gzip', 'gzip'))).toEqual({ ok: false, status: 400 });
	});

	it('answers 413 for more than 1 MB as sent and for a bomb', async () => {
		expect(await readRequest(request(`"${'x'.repeat(1_000_001)}"`))).toEqual({ ok: false, status: 413 });
		const bomb = gzipSync(Buffer.alloc(50_000_000, 0x20));
		expect(bomb.byteLength).toBeLessThan(1_000_000);
		expect(await readRequest(request(bomb, 'gzip'))).toEqual({ ok: false, status: 413 });
	});

	it('answers 415 for another encoding', async () => {
		expect(await readRequest(request('{}', 'br'))).toEqual({ ok: false, status: 415 });
	});
});
