/** RxDB 17 with Dexie storage and the least replication endpoint its documentation describes. */
import { createRxDatabase } from 'rxdb/plugins/core';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import { freshHandouts } from '../page/records.ts';
import { downloaded } from '../page/subject.ts';
import { handoutSchema } from './rxdb-schema.js';

let database;
let up = 0;
const remote = `/rx/${crypto.randomUUID()}`;

async function anew() {
	if (database) await database.remove();
	database = await createRxDatabase({ name: `bench${Date.now()}`, storage: getRxStorageDexie() });
	await database.addCollections({ handouts: { schema: handoutSchema() } });
}

async function post(path, content) {
	const body = JSON.stringify(content);
	up += new TextEncoder().encode(body).length;
	const response = await fetch(remote + path, { method: 'POST', body });
	return response.json();
}

async function replicate(direction) {
	const { handouts: collection } = database;
	const state = replicateRxCollection({
		replicationIdentifier: remote,
		collection,
		live: false,
		...direction
	});
	let failure = null;
	state.error$.subscribe((error) => (failure = error));
	await state.awaitInitialReplication();
	if (failure) throw failure;
	await state.cancel();
}

globalThis.subject = {
	open: anew,
	async fill(count, seed) {
		const { error } = await database.handouts.bulkInsert(freshHandouts(count, seed));
		if (error.length > 0) throw new Error(JSON.stringify(error[0]));
	},
	async push() {
		const begun = performance.now();
		await replicate({ push: { handler: (rows) => post('/push', rows) } });
		return performance.now() - begun;
	},
	forget: anew,
	async pull() {
		const begun = performance.now();
		const handler = (checkpoint, limit) => post('/pull', { checkpoint, limit });
		await replicate({ pull: { handler } });
		const records = await database.handouts.count().exec();
		return { millis: performance.now() - begun, records };
	},
	async traffic() {
		const sent = up;
		up = 0;
		return { up: sent, down: downloaded(/\/rx\//) };
	}
};
