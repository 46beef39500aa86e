import { expect, it } from 'vitest';
import { compiledOnce } from './compiled-once.ts';
import { listed } from './listed.ts';
import { openTestDatabase } from './testing/open-test-database.ts';

it('asks with the values of each time, texts in lists and constants among them', async () => {
	const { database, remove } = await openTestDatabase();
	try {
		const { writer } = database;
		let made = 0;
		const store = compiledOnce((db, id: string, text: string) =>
			db.insertInto('wording').values({ id, text })
		);
		const find = compiledOnce((db, text: string, ids: readonly string[]) => {
			made++;
			return db
				.selectFrom('wording')
				.select('id')
				.where('id', 'in', listed(db, ids))
				.where('text', '=', text)
				.where('id', '<>', 'never')
				.orderBy('id');
		});
		for (const id of ['a', 'b', 'c', 'never']) await store(writer, id, id === 'b' ? 'rare' : 'common');
		expect(await find(writer, 'common', ['a', 'b', 'c', 'never'])).toEqual([{ id: 'a' }, { id: 'c' }]);
		expect(await find(writer, 'rare', ['a', 'b'])).toEqual([{ id: 'b' }]);
		expect(await find(writer, 'rare', [])).toEqual([]);
		expect(made).toBe(1);
	} finally {
		await remove();
	}
});
