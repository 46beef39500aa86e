/** One store with the indexes by which the product's lists are answered; a record that no list finds cannot be queried. */
import type { Handout } from '../handouts.ts';
import { answer, finished } from './bare.ts';

const NAME = 'floor';
const INDEXES: readonly (string | string[])[] = [
	['date', 'id'],
	['handoutKind', 'date', 'id'],
	['team', 'date', 'id'],
	'region',
	'organisation',
	'station'
];

/** Empty. */
export async function openFloor(): Promise<IDBDatabase> {
	await answer(indexedDB.deleteDatabase(NAME));
	const request = indexedDB.open(NAME, 1);
	request.onupgradeneeded = () => {
		const store = request.result.createObjectStore('records', { keyPath: 'id' });
		for (const path of INDEXES) store.createIndex(String(path), path);
	};
	return answer(request);
}

export async function writeFloor(
	database: IDBDatabase,
	records: readonly Handout[],
	durability: 'strict' | 'relaxed'
): Promise<void> {
	const transaction = database.transaction('records', 'readwrite', { durability });
	const store = transaction.objectStore('records');
	for (const record of records) store.put(record);
	await finished(transaction);
}
