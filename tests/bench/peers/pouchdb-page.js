/** PouchDB 9 on IndexedDB, replicating with express-pouchdb; everything as it comes. */
import PouchDB from 'pouchdb/dist/pouchdb.js';
import { freshHandouts } from '../page/records.ts';
import { downloaded } from '../page/subject.ts';

let local;
let up = 0;
const remoteName = `/db/bench-${crypto.randomUUID()}`;

const counting = (url, options = {}) => {
	up += typeof options.body === 'string' ? new TextEncoder().encode(options.body).length : 0;
	return PouchDB.fetch(url, options);
};
const remote = () => new PouchDB(location.origin + remoteName, { fetch: counting });

async function anew() {
	if (local) await local.destroy();
	local = new PouchDB('bench');
}

globalThis.subject = {
	async open() {
		await anew();
		await anew();
		await remote().info();
	},
	async fill(count, seed) {
		const documents = freshHandouts(count, seed).map(({ id, ...body }) => ({ _id: id, ...body }));
		await local.bulkDocs(documents);
	},
	async push() {
		const begun = performance.now();
		const result = await local.replicate.to(remote());
		if (!result.ok || result.doc_write_failures > 0) throw new Error(JSON.stringify(result));
		return performance.now() - begun;
	},
	forget: anew,
	async pull() {
		const begun = performance.now();
		await local.replicate.from(remote());
		const { doc_count } = await local.info();
		return { millis: performance.now() - begun, records: doc_count };
	},
	async traffic() {
		const sent = up;
		up = 0;
		return { up: sent, down: downloaded(/\/db\//) };
	}
};
