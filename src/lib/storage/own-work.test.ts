import { describe, expect, it } from 'vitest';
import { viewOf } from '#tests/phone/peer.ts';
import { createTestPhone, readBody, sampleBody, type TestPhone } from '#tests/phone/test-phone.ts';
import { rebuildRow, rebuildRows } from './own-work.ts';
import type { RecordRow } from './schema.ts';

const COUNT = 60;

async function phoneWithWork(): Promise<{ phone: TestPhone; ids: string[] }> {
	const phone = await createTestPhone();
	const ids: string[] = [];
	for (let at = 0; at < COUNT; at++) ids.push(await phone.save('visit', { situation: `first ${at}` }));
	for (const id of ids) await phone.save('visit', { situation: `second ${id}` }, { recordId: id });
	return { phone, ids };
}

/** Takes all rows away and builds these again; gives every row that is there then. */
async function rebuilt(phone: TestPhone, build: () => Promise<void>): Promise<RecordRow[]> {
	return phone.databases.pulls.run(async (database) => {
		await database.records.alone.clear();
		await build();
		return database.records.alone.toArray();
	});
}

describe('rows built anew from own work', () => {
	it.each([
		['all of a range', (at: number) => at >= 10 && at < 40],
		['every second one', (at: number) => at % 2 === 0],
		['a few far apart', (at: number) => at % 11 === 0],
		['one', (at: number) => at === 7]
	])('are the same together as one by one: %s', async (_name, isWanted) => {
		const { phone, ids } = await phoneWithWork();
		const wanted = ids.filter((_id, at) => isWanted(at));
		const { database } = phone.databases.pulls;
		const nothing = { base: null, memberships: {} };
		const together = await rebuilt(phone, () =>
			rebuildRows(
				database,
				wanted.map((id) => ({ id, ...nothing })),
				readBody,
				'acc-1'
			)
		);
		const oneByOne = await rebuilt(phone, async () => {
			for (const id of wanted) await rebuildRow(database, id, null, {}, readBody, 'acc-1');
		});
		expect(together).toEqual(oneByOne);
		expect(together.map((row) => row.id)).toEqual([...wanted].sort());
		expect(together.every((row) => row.waiting === 2)).toBe(true);
		expect(together[0]?.laid).toMatchObject({ situation: `second ${together[0]?.id}` });
	});
});

it('keeps of refused work what its person had seen, until the record leaves the phone', async () => {
	const phone = await createTestPhone();
	const id = phone.newId();
	const body = { ...sampleBody('visit'), situation: 'of another' };
	phone.peer.put('area:361024', { kind: 'visit', id, body: viewOf(id, 'visit', 1, body, 'acc-2') });
	await phone.sync();
	await phone.save('visit', { situation: 'mine' }, { recordId: id });
	phone.peer.judge = () => ({ outcome: 'rejected', refusal: 'wrong-region' });
	await phone.sync();
	const refused = () => phone.databases.saves.run((database) => database.attention.toArray());
	expect(await refused()).toMatchObject([{ before: { situation: 'of another' } }]);
	phone.peer.drop = ['area:361024'];
	await phone.sync();
	expect(await refused()).toMatchObject([{ operation: { body: { situation: 'mine' } }, before: null }]);
});
