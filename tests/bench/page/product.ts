/** The product's own phone modules, bundled for production, on the real IndexedDB and the real network. */
import { uuidV7, uuidV7Beside } from '#lib/domain/ids.ts';
import { signedIn } from '#lib/protocol/auth.ts';
import { browserClock, browserRandomness } from '#lib/state/ports.ts';
import { erasePerson, openDatabases, type Databases } from '#lib/storage/databases.ts';
import { findRecords } from '#lib/storage/lists/find-records.ts';
import { buildRow } from '#lib/storage/record-row.ts';
import type { RecordRow, WaitingRow } from '#lib/storage/schema.ts';
import { createSyncStore } from '#lib/storage/sync-store.ts';
import type { ExchangePorts, Http } from '#lib/sync/ports.ts';
import { pullAll } from '#lib/sync/pull.ts';
import { pushAll } from '#lib/sync/push.ts';
import { startSize } from '#lib/sync/size.ts';
import { readBody } from './read-body.ts';
import { freshHandouts } from './records.ts';
import { downloaded, gzip, type Subject } from './subject.ts';

let databases: Databases;
let ports: ExchangePorts;
let up = 0;

/** As in the browser's composition root. */
const http: Http = async ({ path, headers, body }) => {
	up += body.length;
	const response = await fetch(path, {
		method: 'POST',
		headers,
		body,
		cache: 'no-store',
		redirect: 'manual'
	});
	return {
		status: response.status,
		contentType: response.headers.get('content-type') ?? '',
		retryAfter: response.headers.get('retry-after'),
		text: await response.text()
	};
};

async function signIn(login: string, password: string) {
	const deviceId = uuidV7(Date.now(), browserRandomness.bytes(10));
	const response = await fetch('/api/auth/sign-in', {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ login, password, deviceId, deviceLabel: 'bench' })
	});
	if (!response.ok) throw new Error(`sign-in: ${response.status} ${await response.text()}`);
	return { deviceId, accountId: signedIn.parse(await response.json()).account.id };
}

/** A record and its operation as `saveWork` leaves them. */
function rowsOf(count: number, seed: number, person: string): { rows: RecordRow[]; outbox: WaitingRow[] } {
	const rows: RecordRow[] = [];
	const outbox: WaitingRow[] = [];
	const began = Date.now() - count * 60_000;
	for (const [at, { id, ...body }] of freshHandouts(count, seed).entries()) {
		const savedAt = began + at * 60_000 + Math.floor(Math.random() * 50_000);
		const waiting: WaitingRow = {
			opId: uuidV7Beside(id, savedAt, browserRandomness.bytes(10)),
			n: at + 1,
			verb: 'create',
			kind: 'handout',
			recordId: id,
			scope: `area:${body.region}`,
			baseRev: 0,
			schema: 1,
			at: new Date(savedAt).toISOString(),
			body,
			attachments: [],
			verdict: null,
			lane: 'send',
			before: null
		};
		outbox.push(waiting);
		const row = buildRow(id, null, { waiting: [waiting], accepted: [], attention: [] }, {}, readBody, person);
		if (row) rows.push(row);
	}
	return { rows, outbox };
}

globalThis.subject = {
	async open({ account, password }) {
		databases?.close();
		const { deviceId, accountId } = await signIn(account, password);
		await erasePerson(accountId);
		databases = await openDatabases(accountId, { timer: browserClock });
		ports = {
			store: createSyncStore(databases, readBody),
			identity: { accountId, deviceId },
			http,
			compress: gzip,
			clock: browserClock,
			random: browserRandomness,
			log: () => undefined,
			health: () => Promise.resolve({ persistent: true, freeBytes: 1e9, appVersion: 'bench' })
		};
		await pullAll(ports, startSize());
	},
	async fill(count, seed) {
		const { rows, outbox } = rowsOf(count, seed, databases.person);
		await databases.pulls.run(async (database) => {
			await database.transaction('rw', database.records.tables, async () => await database.records.put(rows));
			await database.outbox.bulkPut(outbox);
		});
	},
	async push() {
		const begun = performance.now();
		const { held } = await pushAll(ports, startSize());
		const millis = performance.now() - begun;
		const left = (await ports.store.counts()).waiting;
		const refused = await databases.pulls.run((database) => database.attention.toArray());
		if (held > 0 || left > 0 || refused.length > 0) {
			throw new Error(`product: ${held} held, ${left} left, refused: ${JSON.stringify(refused[0])}`);
		}
		return millis;
	},
	async forget() {
		const { person } = databases;
		// A first pull finds a new database; what is measured is the records that follow the reference data.
		const kept = await databases.pulls.run(async (database) => ({
			reference: await database.reference.toArray(),
			cursors: await database.cursors.where('scope').notEqual(`user:${person}`).toArray(),
			meta: await database.meta.where('key').anyOf('server', 'rights', 'sealing').toArray()
		}));
		databases.close();
		await erasePerson(person);
		databases = await openDatabases(person, { timer: browserClock });
		await databases.pulls.run(async (database) => {
			await database.reference.bulkPut(kept.reference);
			await database.cursors.bulkPut(kept.cursors);
			await database.meta.bulkPut(kept.meta);
		});
		ports = { ...ports, store: createSyncStore(databases, readBody) };
	},
	async pull() {
		const begun = performance.now();
		await pullAll(ports, startSize());
		const { total } = await databases.pulls.run((database) => findRecords(database, { limit: 50 }));
		return { millis: performance.now() - begun, records: total };
	},
	async traffic() {
		const sent = up;
		up = 0;
		return { up: sent, down: downloaded(/\/api\/sync\//) };
	}
} satisfies Subject;
