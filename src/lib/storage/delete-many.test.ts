import { describe, expect, it } from 'vitest';
import { createTestPhone } from '#tests/phone/test-phone.ts';
import { deleteMany } from './delete-many.ts';

describe('many rows deleted by their keys', () => {
	it.each([
		['a range', 5, 15, 1],
		['every second of a range', 4, 16, 2],
		['one', 7, 8, 1],
		['none', 7, 7, 1],
		['all', 0, 20, 1]
	])('takes these and no others: %s', async (_name, from, to, step) => {
		const phone = await createTestPhone();
		for (let at = 0; at < 20; at++) await phone.save('visit', { situation: `${at}` });
		const { database } = phone.databases.pulls;
		const all = await database.records.alone.toCollection().primaryKeys();
		const isMeant = (_id: string, at: number) => at >= from && at < to && (at - from) % step === 0;
		await deleteMany(database.records.alone, all.filter(isMeant).reverse());
		const left = await database.records.alone.toCollection().primaryKeys();
		expect(left).toEqual(all.filter((id, at) => !isMeant(id, at)));
	});
});
