/** RxDB's live replication with a stream of events from the server, as its documentation describes it. */
import { createRxDatabase } from 'rxdb/plugins/core';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import { Subject } from 'rxjs';
import { showRecord } from '../page/live-page.ts';
import { freshHandouts } from '../page/records.ts';
import { handoutSchema } from './rxdb-schema.js';

let database;
let remote;

async function post(path, content) {
	const response = await fetch(remote + path, { method: 'POST', body: JSON.stringify(content) });
	return response.json();
}

function replicate(direction) {
	const { handouts: collection } = database;
	return replicateRxCollection({ replicationIdentifier: remote, collection, live: true, ...direction });
}

globalThis.livePage = {
	async open(room) {
		remote = `/rx/${room}`;
		database = await createRxDatabase({ name: 'live', storage: getRxStorageDexie() });
		await database.addCollections({ handouts: { schema: handoutSchema() } });
	},
	async listen() {
		database.handouts.$.subscribe((event) => {
			if (event.operation === 'INSERT') showRecord(event.documentId);
		});
		const stream$ = new Subject();
		const events = new EventSource(`${remote}/stream`);
		events.onmessage = ({ data }) => stream$.next(JSON.parse(data));
		const handler = (checkpoint, limit) => post('/pull', { checkpoint, limit });
		await replicate({ pull: { handler, stream$ } }).awaitInitialReplication();
	},
	async save() {
		this.sending ??= replicate({ push: { handler: (rows) => post('/push', rows) } });
		const at = Date.now();
		const [record] = freshHandouts(1, at % 1e6);
		await database.handouts.insert(record);
		return { id: record.id, at };
	}
};
