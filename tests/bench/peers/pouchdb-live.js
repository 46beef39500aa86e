/** PouchDB's live replication, as its guide shows it. */
import PouchDB from 'pouchdb/dist/pouchdb.js';
import { showRecord } from '../page/live-page.ts';
import { freshHandouts } from '../page/records.ts';

let local;
let remote;
const live = { live: true, retry: true };

globalThis.livePage = {
	async open(room) {
		local = new PouchDB('live');
		remote = new PouchDB(`${location.origin}/db/${room}`);
		await remote.info();
	},
	async listen() {
		local.changes({ since: 'now', live: true }).on('change', ({ id }) => showRecord(id));
		local.replicate.from(remote, live);
	},
	async save() {
		// Replication goes on once it was begun.
		this.sending ??= local.replicate.to(remote, live);
		const at = Date.now();
		const [{ id, ...body }] = freshHandouts(1, at % 1e6);
		await local.put({ _id: id, ...body });
		return { id, at };
	}
};
