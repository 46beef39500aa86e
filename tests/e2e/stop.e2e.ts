/** Told to stop in the middle of a push: the push is answered, the database is whole, the next start knows all of it. */
import { existsSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { pushResponse } from '#lib/protocol/push.ts';
import { textLike } from './harness/texts.ts';
import { expect, test } from './harness/world.ts';

test('a push under way is answered before the server ends, and is in the one file it leaves', async ({
	world
}) => {
	const { server } = world;
	const device = await world.device('volunteer');
	const operations = Array.from({ length: 300 }, () => device.operation('visit'));
	const body = gzipSync(device.pushText(operations));
	const half = Math.floor(body.length / 2);

	const sending = httpRequest(`${server.url}/api/sync/push`, {
		method: 'POST',
		headers: {
			...device.headers(),
			'content-type': 'application/json',
			'content-encoding': 'gzip',
			'content-length': body.length
		}
	});
	const answered = new Promise<{ status: number; text: string }>((settle, fail) => {
		sending.once('error', fail);
		sending.once('response', (response) => {
			let text = '';
			response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
			response.once('end', () => settle({ status: response.statusCode ?? 0, text }));
		});
	});
	await new Promise<void>((sent) => sending.write(body.subarray(0, half), () => sent()));
	// The server has it in hand: an exchange that came after it was answered.
	await device.pull();
	const ended = server.kill('SIGTERM');
	await server.printed(textLike('start_stopping'));
	await expect(device.pull()).rejects.toThrow();
	const rest = performance.now();
	sending.end(body.subarray(half));

	const { status, text } = await answered;
	expect(status, text).toBe(200);
	const { verdicts } = pushResponse.parse(JSON.parse(text));
	expect(verdicts.filter(({ outcome }) => outcome === 'applied')).toHaveLength(300);
	expect(await ended).toBe(0);
	expect(performance.now() - rest).toBeLessThan(4_000);

	const file = join(server.dataDir, 'liangfeng.sqlite');
	expect(existsSync(`${file}-wal`)).toBe(false);
	const database = new Database(file, { readonly: true });
	const ids = new Set(operations.map(({ recordId }) => recordId));
	const kept = database.prepare('select id, no from record').all() as { id: string; no: string }[];
	expect(kept.filter(({ id }) => ids.has(id))).toHaveLength(300);
	expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
	database.close();

	await server.start();
	const again = await device.push(operations);
	expect(again.verdicts.map(({ no }) => no)).toEqual(verdicts.map(({ no }) => no));
});
