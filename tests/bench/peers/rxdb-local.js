/** Saving, listing, searching and reopening with RxDB 17 on Dexie. */
import { createRxDatabase } from 'rxdb/plugins/core';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import { handoutSchema } from './rxdb-schema.js';
import { timed } from './in-turns.js';
import { searchableHandouts, WORD } from '../page/searchable.ts';

async function opened() {
	const database = await createRxDatabase({ name: 'bench-local', storage: getRxStorageDexie() });
	const schema = handoutSchema({ searchText: { type: 'string' } });
	await database.addCollections({ handouts: { schema } });
	return database;
}

/** Another bound each time, so that nothing is answered from memory that was asked before. */
const newest = (database, limit, run) =>
	database.handouts
		.find({ selector: { date: { $lte: `9999-${run}` } }, sort: [{ date: 'desc' }], limit })
		.exec();

globalThis.measurePeer = async (count, times) => {
	await (await opened()).remove();
	let database = await opened();
	for (let from = 0; from < count; from += 2_000) {
		const rows = searchableHandouts(Math.min(2_000, count - from), from + 1);
		const { error } = await database.handouts.bulkInsert(rows);
		if (error.length > 0) throw new Error(JSON.stringify(error[0]));
	}
	const fresh = searchableHandouts(times, Date.now() % 1e6);
	const figures = {
		'save, relaxed': await timed(times, () => database.handouts.insert(fresh.pop())),
		'list, first 50': await timed(times, async (run) => {
			await newest(database, 50, run);
			await database.handouts.count({ selector: { date: { $lte: `9999-${run}` } } }).exec();
		}),
		search: await timed(Math.min(times, 7), (run) => {
			const selector = { date: { $lte: `9999-${run}` }, searchText: { $regex: WORD } };
			return database.handouts.find({ selector, sort: [{ date: 'desc' }], limit: 50 }).exec();
		}),
		'reopen to the first screen': []
	};
	await database.close();
	figures['reopen to the first screen'] = await timed(times, async () => {
		database = await opened();
		await database.handouts
			.find({ selector: { date: globalThis.patterns.today }, sort: [{ date: 'desc' }], limit: 20 })
			.exec();
		await database.close();
	});
	return figures;
};
