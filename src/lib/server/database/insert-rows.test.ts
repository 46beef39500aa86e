import { expect, it } from 'vitest';
import { insertRows } from './insert-rows.ts';
import { openTestDatabase } from './testing/open-test-database.ts';

const rowsOf = (count: number) =>
	Array.from({ length: count }, (_, at) => ({ id: `w${at}`, text: `text ${at}` }));

it('writes every row once whatever their number, and counts those that were written', async () => {
	const { database, remove } = await openTestDatabase();
	try {
		for (const count of [0, 1, 4, 5, 24, 25, 31, 57]) {
			await database.transaction(async (trx) => {
				await trx.deleteFrom('wording').execute();
				expect(await insertRows(trx, 'wording', ['id', 'text'], rowsOf(count))).toBe(count);
				const there = await trx.selectFrom('wording').selectAll().execute();
				expect(new Set(there.map(({ text }) => text)).size).toBe(count);
				const more = [...rowsOf(count), { id: 'new', text: 'new' }];
				expect(await insertRows(trx, 'wording', ['id', 'text'], more, 'on conflict do nothing')).toBe(1);
			});
		}
	} finally {
		await remove();
	}
});

it('leaves nothing of a transaction in which a row of many is there already', async () => {
	const { database, remove } = await openTestDatabase();
	try {
		const rows = [...rowsOf(40), { id: 'w0', text: 'again' }];
		const work = database.transaction((trx) => insertRows(trx, 'wording', ['id', 'text'], rows));
		await expect(work).rejects.toThrow();
		expect(await database.reader.selectFrom('wording').selectAll().execute()).toEqual([]);
	} finally {
		await remove();
	}
});
