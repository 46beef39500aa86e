/**
 * Unsent work by another road, from the phone's real storage to the desk's real import: sealed for the deployment, opened
 * by any of its processes, taken once.
 */
import 'fake-indexeddb/auto';
import { randomUUID, webcrypto } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { grantsOf } from '#lib/server/accounts/grants.ts';
import { migrate, migrateSchema } from '#lib/server/database/migrate.ts';
import { openTestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { importUnsent as importUnsentFiles } from '#lib/server/desk/unsent-files.ts';
import { openDesk } from '#lib/server/desk/open-desk.ts';
import { importUnsent } from '#lib/server/desk/testing/bring-unsent.ts';
import { ensureSealingKey, publicSealingKey } from '#lib/server/sealing/sealing-keys.ts';
import { unsentFiles, type UnsentFile } from '#lib/state/unsent-file.ts';
import { getMeta } from '#lib/storage/meta.ts';
import type { TestPhone } from '#tests/phone/test-phone.ts';
import { body, Deployment } from './deployment.ts';
import { phoneOf } from './phone-of.ts';

const subtle = webcrypto.subtle as unknown as SubtleCrypto;
let town: Deployment;
const ends: (() => Promise<void>)[] = [];

async function openTown(): Promise<Deployment> {
	const { database, remove } = await openTestDatabase();
	ends.push(remove);
	const opened = await Deployment.open(database);
	await ensureSealingKey(database, opened.now);
	return opened;
}
beforeEach(async () => {
	town = await openTown();
});
afterEach(async () => {
	for (const end of ends.splice(0)) await end();
});

async function filesOf(phone: TestPhone, readable = false, limits?: { operations: number; bytes: number }) {
	const server = await phone.databases.saves.run((database) => getMeta(database, 'server'));
	const author = {
		login: 'vol',
		accountId: 'vol',
		deviceId: town.device('vol'),
		serverId: server?.serverId ?? null,
		today: '2025-07-09',
		now: town.now.toISOString()
	};
	return unsentFiles(phone.databases, author, readable, subtle, limits);
}

async function fileOf(phone: TestPhone, readable = false): Promise<string | null> {
	const [file] = (await filesOf(phone, readable)) ?? [];
	return file ? (await file.content()).text() : null;
}

async function deskOf(to: Deployment) {
	const account = { id: 'rev', login: 'rev', zh: 'rev', en: 'rev', team: null, closedAt: null };
	const grants = await grantsOf(to.database.reader, 'rev');
	const desk = await openDesk(to.database, { account, grants }, 'zh-CN', () => to.now);
	if (!desk) throw new Error('no desk');
	return desk;
}

async function bring(text: string, to: Deployment = town) {
	const { actor, context } = await deskOf(to);
	return importUnsent(actor, context.rights, text);
}

/** Brings several at once; gives of each what became of it, in the order in which they were taken. */
async function bringAll(files: readonly UnsentFile[], options?: { withoutEarlier: boolean }) {
	const { actor, context } = await deskOf(town);
	const brought = await Promise.all(
		files.map(async ({ name, content }) => ({ name, text: await (await content()).text() }))
	);
	const answers = await importUnsentFiles(actor, context.rights, brought, options);
	return answers.map((answer) => [
		answer.part?.n,
		answer.ok ? answer.result.verdicts.map(({ outcome }) => outcome) : [answer.problem, answer.missing]
	]);
}

/** A visit with later changes, so that each file builds on the one before. */
async function threeParts() {
	const { phone, ids } = await waitingPhone();
	await phone.save('visit', body({ situation: '改过的' }), { recordId: ids[0] ?? '' });
	for (let at = 0; at < 2; at++) ids.push(await phone.save('visit', body()));
	await phone.save('visit', body({ situation: '又改过的' }), { recordId: ids[2] ?? '' });
	return { phone, ids, files: (await filesOf(phone, false, { operations: 2, bytes: 1_000_000 })) ?? [] };
}

async function problemOf(text: string, to?: Deployment): Promise<string> {
	const answer = await bring(text, to);
	return answer.ok ? 'none' : answer.problem;
}

async function recordCount(): Promise<number> {
	const rows = await town.database.reader.selectFrom('record').select('id').execute();
	return rows.length;
}

async function waitingPhone(): Promise<{ phone: TestPhone; ids: string[] }> {
	const phone = await phoneOf(town, 'vol', 'vol');
	await phone.sync();
	const ids = [await phone.save('visit', body({ situation: '没发出的' })), await phone.save('visit', body())];
	return { phone, ids };
}

describe('the sealed file of unsent work', () => {
	it('is imported once, however often it comes, and direct sync adds nothing', async () => {
		const { phone, ids } = await waitingPhone();
		const text = (await fileOf(phone)) ?? '';
		for (const words of ['没发出的', 'situation', ids[0] ?? '', 'vol']) expect(text).not.toContain(words);
		const first = await bring(text);
		expect(first.ok && first.result.verdicts.map((one) => one.outcome)).toEqual(['applied', 'applied']);
		// Another file of the same work, sealed anew.
		const again = await bring((await fileOf(phone)) ?? '');
		expect(again).toEqual(first);
		expect(await bring(text)).toEqual(first);
		await phone.sync();
		expect(await recordCount()).toBe(2);
		for (const id of ids)
			expect(await phone.record(id)).toMatchObject({ stage: 'on-server', base: { rev: 1 } });
		// And the other way round: what was sent directly is known when its file comes.
		const late = await phone.save('visit', body());
		const file = (await fileOf(phone)) ?? '';
		await phone.sync();
		const answer = await bring(file);
		expect(answer.ok && answer.result.verdicts.map(({ outcome }) => outcome)).toEqual(['applied']);
		expect((await town.row(late))?.rev).toBe(1);
		expect(await recordCount()).toBe(3);
	});

	it('is refused with its reason when it is damaged, foreign, newer or of a key that is not here', async () => {
		const { phone } = await waitingPhone();
		const text = (await fileOf(phone)) ?? '';
		const [header = '', part = ''] = text.split('\n');
		const middle = Math.floor(part.length / 2);
		const other = part.charAt(middle) === 'A' ? 'B' : 'A';
		expect(await problemOf(`${header}\n${part.slice(0, middle)}${other}${part.slice(middle + 1)}`)).toBe(
			'damaged'
		);
		expect(await problemOf(`${header}\n${part.slice(0, middle)}`)).toBe('damaged');
		expect(await problemOf(header)).toBe('damaged');
		expect(await problemOf(text.replace('"gzip":true', '"gzip":false'))).toBe('damaged');
		expect(await problemOf(text.replace('"version":1', '"version":2'))).toBe('newer');
		const { id = '' } = (await publicSealingKey(town.database.reader)) ?? {};
		expect(await problemOf(text.replace(id, '0123456789abcdef'))).toBe('unknown-key');
		expect(await problemOf(text, await openTown())).toBe('other-server');
		expect(await recordCount()).toBe(0);
		expect(await problemOf(text)).toBe('none');
	});

	it('is not written in the clear unless a person says so; what older phones wrote in the clear is taken', async () => {
		const { phone, ids } = await waitingPhone();
		await phone.databases.saves.run((database) => database.meta.delete('sealing'));
		expect(await fileOf(phone)).toBeNull();
		const plain = (await fileOf(phone, true)) ?? '';
		expect(JSON.parse(plain)).toMatchObject({ format: 'liangfeng-unsent', operations: [{}, {}] });
		expect(await problemOf(plain)).toBe('none');
		await phone.sync();
		// The exchange has brought the key again.
		expect(JSON.parse(((await fileOf(phone)) ?? '').split('\n')[0] ?? '')).toMatchObject({
			format: 'liangfeng-sealed'
		});
		for (const id of ids) expect(await phone.record(id)).toMatchObject({ stage: 'on-server' });
	});
});

describe('more unsent work than one file carries', () => {
	it('comes in several, in their order, each within the limits and all of it', async () => {
		const { phone, ids } = await waitingPhone();
		await phone.save('visit', body({ situation: '改过的' }), { recordId: ids[0] ?? '' });
		for (let at = 0; at < 2; at++) ids.push(await phone.save('visit', body()));
		const files = (await filesOf(phone, false, { operations: 2, bytes: 1_000_000 })) ?? [];
		expect(files.map(({ operations, name }) => [operations, name])).toEqual([
			[2, 'liangfeng-unsent-vol-2025-07-09-1-3.txt'],
			[2, 'liangfeng-unsent-vol-2025-07-09-2-3.txt'],
			[1, 'liangfeng-unsent-vol-2025-07-09-3-3.txt']
		]);
		// What is sent or saved between two of them moves nothing from one to another.
		await phone.save('visit', body());
		for (const file of files) {
			const answer = await bring(await (await file.content()).text());
			expect(answer.ok && answer.result.verdicts.map(({ outcome }) => outcome)).toEqual(
				Array.from({ length: file.operations }, () => 'applied')
			);
		}
		expect(await recordCount()).toBe(4);
		expect((await town.row(ids[0] ?? ''))?.rev).toBe(2);
	});

	it('may be brought in any order, all at once or one by one: nothing is doubled, nothing lost', async () => {
		const { phone, ids, files } = await threeParts();
		const [first, second, third] = files as [UnsentFile, UnsentFile, UnsentFile];
		// Brought alone, what builds on others waits with its file, and which are missing is said.
		expect(await bringAll([third])).toEqual([[3, ['part-missing', [1, 2]]]]);
		expect(await bringAll([third, second])).toEqual([
			[2, ['part-missing', [1]]],
			[3, ['part-missing', [1, 2]]]
		]);
		expect(await recordCount()).toBe(0);
		const all = [
			[1, ['applied', 'applied']],
			[2, ['applied', 'applied']],
			[3, ['applied', 'applied']]
		];
		expect(await bringAll([third, first, second])).toEqual(all);
		expect(await bringAll([second, third])).toEqual(all.slice(1));
		await phone.sync();
		expect(await recordCount()).toBe(4);
		expect(await phone.record(ids[0] ?? '')).toMatchObject({ stage: 'on-server', base: { rev: 2 } });
		expect(await phone.record(ids[2] ?? '')).toMatchObject({ stage: 'on-server', base: { rev: 2 } });
	});

	it('waits for no file whose work the phone has sent itself, and for none that is said to be lost', async () => {
		const { phone, ids, files } = await threeParts();
		const [, second, third] = files as [UnsentFile, UnsentFile, UnsentFile];
		expect(await bringAll([second], { withoutEarlier: true })).toEqual([[2, ['rejected', 'applied']]]);
		expect(await bringAll([third])).toEqual([[3, ['part-missing', [1]]]]);
		await phone.sync();
		expect(await bringAll([third])).toEqual([[3, ['applied', 'applied']]]);
		expect(await recordCount()).toBe(4);
		// What was refused for want of the lost file stands with its text on the phone.
		expect(await phone.record(ids[0] ?? '')).toMatchObject({ stage: 'attention' });
		const [kept] = await phone.databases.saves.run((database) => database.attention.toArray());
		expect(kept?.operation.body).toMatchObject({ situation: '改过的' });
	});

	it('is cut by its bytes as well; one that is too long by itself is a file of its own', async () => {
		const { phone } = await waitingPhone();
		const long = { ...body(), situation: '很长'.repeat(400) };
		await phone.save('visit', long);
		await phone.save('visit', body());
		const sizes = async (bytes: number) =>
			((await filesOf(phone, true, { operations: 10_000, bytes })) ?? []).map(({ operations }) => operations);
		expect(await sizes(2_000_000)).toEqual([4]);
		expect(await sizes(1_500)).toEqual([1, 1, 1, 1]);
	});

	it('of an empty outbox is one file', async () => {
		const phone = await phoneOf(town, 'vol', 'vol');
		await phone.sync();
		expect((await filesOf(phone))?.map(({ operations }) => operations)).toEqual([0]);
	});
});

describe('the deployment’s key', () => {
	it('is one, whoever starts first and however often', async () => {
		const key = await publicSealingKey(town.database.reader);
		await ensureSealingKey(town.database, new Date());
		expect(await publicSealingKey(town.database.reader)).toEqual(key);
		const { database, remove } = await openTestDatabase();
		ends.push(remove);
		await migrate(database);
		await Promise.all([1, 2, 3].map(() => ensureSealingKey(database, new Date())));
		expect(await database.reader.selectFrom('sealing_key').select('n').execute()).toEqual([{ n: 1 }]);
	});

	it('that was before still opens what was sealed with it', async () => {
		const { phone } = await waitingPhone();
		const text = (await fileOf(phone)) ?? '';
		const fresh = await openTown();
		const row = await fresh.database.reader.selectFrom('sealing_key').selectAll().executeTakeFirstOrThrow();
		await town.database.transaction((trx) =>
			trx
				.insertInto('sealing_key')
				.values({ ...row, n: 2 })
				.execute()
		);
		await phone.databases.saves.run((database) => database.outbox.clear());
		await phone.sync();
		expect(await phone.databases.saves.run((database) => getMeta(database, 'sealing'))).toMatchObject({
			id: row.id
		});
		expect(await problemOf(text)).toBe('none');
	});

	it('comes to a database of an earlier version with its first start', async () => {
		const { database, remove } = await openTestDatabase();
		ends.push(remove);
		await migrateSchema(database.writer, '0004-server-lease');
		await migrate(database, { clock: () => new Date(), newId: () => randomUUID() });
		expect(await publicSealingKey(database.reader)).toBeUndefined();
		await ensureSealingKey(database, new Date());
		expect(await publicSealingKey(database.reader)).toMatchObject({ id: expect.any(String) as string });
	});

	it('is told of in answers once, and never with its private half', async () => {
		const phone = await phoneOf(town, 'vol', 'vol');
		await phone.sync();
		const known = await phone.databases.saves.run((database) => getMeta(database, 'sealing'));
		expect(known).toEqual(await publicSealingKey(town.database.reader));
		const told = async (sealing?: string) =>
			(await town.pull('vol', [], [], 'vol', sealing === undefined ? {} : { sealing })).sealing;
		expect(await told('')).toEqual(known);
		expect(await told(known?.id)).toBeUndefined();
		// A phone of an earlier version does not ask.
		expect(await told()).toBeUndefined();
		expect(Object.keys(known ?? {}).sort()).toEqual(['id', 'key']);
	});
});
