/** SIGKILL to a server process, before and after the commit of a push: the phone cannot tell them apart and need not. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import type { Http } from '#lib/sync/ports.ts';
import { createTestPhone } from '#tests/phone/test-phone.ts';
import { body, Deployment } from './deployment.ts';

const SAVED = 30;
let opened: TestDatabase;
let deployment: Deployment;
let child: ChildProcess | null = null;

beforeEach(async () => {
	opened = await openTestDatabase();
	deployment = await Deployment.open(opened.database);
});
afterEach(async () => {
	child?.kill('SIGKILL');
	await opened.remove();
});

/** Starts a server. @returns its address, and the signal that ends it */
async function start(
	crash: 'before' | 'after' | 'never'
): Promise<{ url: string; ended: Promise<string | null> }> {
	const started = spawn(
		process.execPath,
		[
			join(import.meta.dirname, 'crashing-server.ts'),
			...[opened.url, 'vol', deployment.device('vol'), deployment.now.toISOString(), crash]
		],
		{ stdio: ['ignore', 'pipe', 'inherit'] }
	);
	child = started;
	const ended = new Promise<string | null>((settle) =>
		started.once('exit', (_code, signal) => settle(signal))
	);
	const port = await new Promise<string>((settle, fail) => {
		started.stdout.once('data', (said: Buffer) => settle(said.toString().trim()));
		void ended.then(() => fail(new Error('The server ended before it listened.')));
	});
	return { url: `http://127.0.0.1:${port}`, ended };
}

it.each(['before', 'after'] as const)('%s the commit: nothing is lost and nothing doubled', async (crash) => {
	let url = '';
	const http: Http = async ({ path, headers, body: bytes }) => {
		const answer = await fetch(url + path, { method: 'POST', headers, body: bytes });
		return {
			status: answer.status,
			contentType: answer.headers.get('content-type') ?? '',
			retryAfter: null,
			text: await answer.text()
		};
	};
	const phone = await createTestPhone({
		account: 'vol',
		deviceId: deployment.device('vol'),
		start: deployment.now.getTime(),
		http: () => http
	});
	const ids: string[] = [];
	for (let count = 0; count < SAVED; count++) ids.push(await phone.save('visit', body()));

	const first = await start(crash);
	url = first.url;
	await phone.sync();
	expect(await first.ended).toBe('SIGKILL');
	const stored = async () =>
		opened.database.reader.selectFrom('record').select(['id', 'no', 'rev']).execute();
	expect(await stored()).toHaveLength(crash === 'before' ? 0 : SAVED);
	const numbers = new Map((await stored()).map(({ id, no }) => [id, no]));
	expect((await phone.store.counts()).waiting).toBe(SAVED);
	expect(phone.engine.status.trouble).not.toBeNull();

	({ url } = await start('never'));
	await phone.sync();
	expect((await phone.store.counts()).waiting).toBe(0);
	const rows = await stored();
	expect(rows.map(({ id }) => id).sort()).toEqual(ids.sort());
	expect(new Set(rows.map(({ no }) => no)).size).toBe(SAVED);
	expect(rows.every(({ rev }) => rev === 1)).toBe(true);
	for (const { id, no } of rows) {
		if (crash === 'after') expect(no).toBe(numbers.get(id));
		expect(await phone.record(id)).toMatchObject({ stage: 'on-server', no, base: { rev: 1 } });
	}
	const head = await opened.database.reader
		.selectFrom('scope_head')
		.selectAll()
		.where('scope', '=', 'user:vol')
		.executeTakeFirstOrThrow();
	expect(head).toMatchObject({ head: SAVED, count: SAVED });
	expect(phone.logged).not.toContain('sync.mismatch');
});
