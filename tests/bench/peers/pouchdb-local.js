/** Saving, listing, searching and reopening with PouchDB 9 on IndexedDB. */
import PouchDB from './pouchdb-global.js';
import 'pouchdb/dist/pouchdb.find.js';
import { timed } from './in-turns.js';
import { searchableHandouts, WORD } from '../page/searchable.ts';

const documents = (count, seed) =>
	searchableHandouts(count, seed).map(({ id, ...body }) => ({ _id: id, ...body }));
const opened = () => new PouchDB('bench-local', { auto_compaction: true });
const index = { index: { fields: ['date'] } };

/** Another bound each time, so that nothing is answered from memory that was asked before. */
const newest = (database, limit, run) =>
	database.find({ selector: { date: { $lte: `9999-${run}` } }, sort: [{ date: 'desc' }], limit });

globalThis.measurePeer = async (count, times) => {
	await opened().destroy();
	let database = opened();
	await database.createIndex(index);
	for (let from = 0; from < count; from += 2_000) {
		await database.bulkDocs(documents(Math.min(2_000, count - from), from + 1));
	}
	// Indexes are brought forward by whoever asks first.
	await newest(database, 1, 0);
	const fresh = documents(times, Date.now() % 1e6);
	const figures = {
		'save, relaxed': await timed(times, () => database.put(fresh.pop())),
		'list, first 50': await timed(times, async (run) => {
			await newest(database, 50, run);
			await database.info();
		}),
		search: await timed(Math.min(times, 7), async (run) => {
			const text = { $regex: new RegExp(WORD) };
			const selector = { date: { $lte: `9999-${run}` }, searchText: text };
			await database.find({ selector, sort: [{ date: 'desc' }], limit: 50 });
		}),
		'reopen to the first screen': []
	};
	await database.close();
	figures['reopen to the first screen'] = await timed(times, async () => {
		database = opened();
		await database.find({ selector: { date: globalThis.patterns.today }, limit: 20 });
		await database.close();
	});
	return figures;
};
