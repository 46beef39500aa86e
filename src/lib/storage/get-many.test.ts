import { describe, expect, it } from 'vitest';
import { createTestPhone } from '#tests/phone/test-phone.ts';
import { getMany } from './get-many.ts';

describe('many rows by their keys', () => {
	it.each([
		['together', 20, 40, 1],
		['with gaps', 0, 60, 2],
		['far apart', 0, 60, 6],
		['few', 3, 6, 1]
	])('are those that single requests give, in the order asked for: %s', async (_name, from, to, step) => {
		const phone = await createTestPhone();
		const ids: string[] = [];
		for (let at = 0; at < 60; at++) ids.push(await phone.save('visit', { situation: `${at}` }));
		const wanted = ids.filter((_id, at) => at >= from && at < to && at % step === 0).reverse();
		const asked = [...wanted, phone.newId()];
		const { database } = phone.databases.pulls;
		const many = await getMany(database.records.alone, asked, (row) => row.id);
		expect(many).toEqual(await database.records.alone.bulkGet(asked));
		expect(many.map((row) => row?.id)).toEqual([...wanted, undefined]);
	});

	it('are none in an empty table', async () => {
		const phone = await createTestPhone();
		const ids = Array.from({ length: 20 }, () => phone.newId());
		const { database } = phone.databases.pulls;
		expect(await getMany(database.records.alone, ids, (row) => row.id)).toEqual(ids.map(() => undefined));
	});
});
