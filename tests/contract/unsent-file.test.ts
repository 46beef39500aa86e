/**
 * Unsent work by another road, from the phone's real storage to the desk's real import: sealed for the deployment, opened
 * by any of its processes, taken once.
 */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate, migrateSchema } from '#lib/server/database/migrate.ts';
import { openTestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { importUnsent } from '#lib/server/desk/testing/bring-unsent.ts';
import { ensureSealingKey, publicSealingKey } from '#lib/server/sealing/sealing-keys.ts';
import { getMeta } from '#lib/storage/meta.ts';
import type { TestPhone } from '#tests/phone/test-phone.ts';
import { body, Deployment } from './deployment.ts';
import { phoneOf } from './phone-of.ts';
import { countRecords, filesOf, phoneThatWaits, unsentDesk } from './unsent-desk.ts';

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

async function fileOf(phone: TestPhone, readable = false): Promise<string | null> {
	const [file] = (await filesOf(town, phone, readable)) ?? [];
	return file ? (await file.content()).text() : null;
}

async function bring(text: string, to: Deployment = town) {
	const { actor, context } = await unsentDesk(to);
	return importUnsent(actor, context.rights, text);
}

async function problemOf(text: string, to?: Deployment): Promise<string> {
	const answer = await bring(text, to);
	return answer.ok ? 'none' : answer.problem;
}

const recordCount = () => countRecords(town);
const waitingPhone = () => phoneThatWaits(town);

describe('the sealed file of unsent work', () => {
	it('is imported once, however often it comes, and direct sync adds nothing', async () => {
		const { phone, ids } = await waitingPhone();
		const text = (await fileOf(phone)) ?? '';
		for (const words of ['没发出的', 'situation', ids[0] ?? '', '"vol"']) expect(text).not.toContain(words);
		// What is sealed is letters without end, and three in a row may be any.
		expect(text.split('\n')[0]).not.toContain('vol');
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
