/** The floor: what the same browser needs without any of our promises. One store, one gzip, one request, one bulk write. */
import { answer, finished } from './bare.ts';
import { freshHandouts } from './records.ts';
import { downloaded, gzip, type Subject } from './subject.ts';
import type { Handout } from '../handouts.ts';

const NAME = 'floor';
/** The indexes by which the product's lists are answered; a record that no list finds cannot be queried. */
const INDEXES: readonly (string | string[])[] = [
	['date', 'id'],
	['handoutKind', 'date', 'id'],
	['team', 'date', 'id'],
	'region',
	'organisation',
	'station'
];

function open(): Promise<IDBDatabase> {
	const request = indexedDB.open(NAME, 1);
	request.onupgradeneeded = () => {
		const store = request.result.createObjectStore('records', { keyPath: 'id' });
		for (const path of INDEXES) store.createIndex(String(path), path);
	};
	return answer(request);
}

let database: IDBDatabase;
let batch = '';
let up = 0;

async function write(records: readonly Handout[], durability: 'strict' | 'relaxed'): Promise<void> {
	const transaction = database.transaction('records', 'readwrite', { durability });
	const store = transaction.objectStore('records');
	for (const record of records) store.put(record);
	await finished(transaction);
}

globalThis.subject = {
	async open() {
		database?.close();
		await answer(indexedDB.deleteDatabase(NAME));
		database = await open();
		batch = crypto.randomUUID();
	},
	async fill(count, seed) {
		await write(freshHandouts(count, seed), 'relaxed');
	},
	async push() {
		const begun = performance.now();
		const rows: unknown[] = await answer(database.transaction('records').objectStore('records').getAll());
		const body = await gzip(new TextEncoder().encode(JSON.stringify(rows)));
		up += body.length;
		const response = await fetch(`/records/${batch}`, { method: 'POST', body });
		await response.text();
		if (!response.ok) throw new Error(`floor: ${response.status}`);
		return performance.now() - begun;
	},
	async forget() {
		const transaction = database.transaction('records', 'readwrite');
		transaction.objectStore('records').clear();
		await finished(transaction);
	},
	async pull() {
		const begun = performance.now();
		const response = await fetch(`/records/${batch}`, { cache: 'no-store' });
		const records = (await response.json()) as Handout[];
		await write(records, 'relaxed');
		return { millis: performance.now() - begun, records: records.length };
	},
	async traffic() {
		const sent = up;
		up = 0;
		return { up: sent, down: downloaded(/\/records\//) };
	}
} satisfies Subject;
