/** The floor: what the same browser needs without any of our promises. One store, one gzip, one request, one bulk write. */
import { answer } from './bare.ts';
import { openFloor, writeFloor } from './floor-storage.ts';
import { freshHandouts } from './records.ts';
import { downloaded, gzip, type Subject } from './subject.ts';
import type { Handout } from '../handouts.ts';

let database: IDBDatabase;
let batch = '';
let up = 0;

globalThis.subject = {
	async open() {
		database?.close();
		database = await openFloor();
		batch = crypto.randomUUID();
	},
	async fill(count, seed) {
		await writeFloor(database, freshHandouts(count, seed), 'relaxed');
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
		database.close();
		database = await openFloor();
	},
	async pull() {
		const begun = performance.now();
		const response = await fetch(`/records/${batch}`, { cache: 'no-store' });
		const records = (await response.json()) as Handout[];
		await writeFloor(database, records, 'relaxed');
		return { millis: performance.now() - begun, records: records.length };
	},
	async traffic() {
		const sent = up;
		up = 0;
		return { up: sent, down: downloaded(/\/records\//) };
	}
} satisfies Subject;
