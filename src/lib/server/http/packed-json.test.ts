import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { packedJson, takesGzip } from './packed-json.ts';

const asking = (accept: string | null) => ({
	headers: new Headers(accept === null ? {} : { 'accept-encoding': accept })
});
const LONG = { rows: Array.from({ length: 500 }, (_, at) => ({ at, text: '走访' })) };

describe('an answer in JSON', () => {
	it('is gzipped where the client takes it, and is the same', async () => {
		const answer = await packedJson(asking('gzip, deflate, br'), LONG, 200);
		const bytes = Buffer.from(await answer.arrayBuffer());
		expect(answer.headers.get('content-encoding')).toBe('gzip');
		expect(answer.headers.get('content-length')).toBe(String(bytes.byteLength));
		expect(answer.headers.get('content-type')).toContain('json');
		expect(JSON.parse(gunzipSync(bytes).toString())).toEqual(LONG);
		expect(bytes.byteLength).toBeLessThan(JSON.stringify(LONG).length / 3);
	});

	it('is plain where the client does not, or where there is next to nothing', async () => {
		const plain = await packedJson(asking(null), LONG, 200);
		expect(plain.headers.get('content-encoding')).toBeNull();
		expect(await plain.json()).toEqual(LONG);
		const short = await packedJson(asking('gzip'), { ok: true }, 403);
		expect(short.headers.get('content-encoding')).toBeNull();
		expect(short.status).toBe(403);
	});

	it.each([
		['gzip', true],
		['deflate, GZIP;q=0.5', true],
		['gzip;q=0', false],
		['gzip; q=0.000', false],
		['br', false],
		[null, false]
	])('reads what a client takes: %s', (accept, takes) => expect(takesGzip(accept)).toBe(takes));
});
