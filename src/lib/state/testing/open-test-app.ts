import { IDBFactory } from 'fake-indexeddb';
import { openDatabases, type Databases } from '#lib/storage/databases.ts';
import type { PersonRow } from '#lib/storage/schema.ts';
import { createManualClock } from '#tests/phone/manual-clock.ts';
import { createRandom } from '#tests/phone/test-phone.ts';
import type { FieldAppPorts } from '../field-app-ports.ts';
import { OpenFieldApp } from '../field-app.svelte.ts';

export const PERSON: PersonRow = {
	id: 'acc-1',
	login: 'vol01',
	zh: '示一',
	en: '',
	team: 'T1',
	deviceId: '0190b3a0-0000-7000-8000-000000000001',
	grants: [
		{
			id: 'g',
			role: 'VOL',
			region: '361024',
			team: null,
			validFrom: '1970-01-01T00:00:00.000Z',
			validTo: null
		}
	],
	grantsRev: 1,
	pin: null,
	pinFailures: 0,
	pinWaitUntil: null,
	lastUsed: '',
	signedIn: true,
	sessionTrouble: null,
	waiting: 0
};

/** A volunteer's app on databases of its own, or on those that are given. */
export async function openTestApp(
	indexedDB = new IDBFactory(),
	clock = createManualClock(),
	given?: Databases,
	ports: Partial<FieldAppPorts> = {}
) {
	const databases =
		given ?? (await openDatabases(PERSON.id, { timer: { after: () => () => {} }, indexedDB }));
	let saves = 0;
	const app = new OpenFieldApp(PERSON, {
		databases,
		clock,
		randomness: createRandom(7),
		buildMillis: 0,
		measureStorage: () => Promise.resolve({ usedBytes: 1, freeBytes: 2, persistent: true }),
		askPersistence: () => Promise.resolve(true),
		painted: () => Promise.resolve(),
		onSaved: () => void saves++,
		syncNow: () => Promise.resolve(),
		...ports
	});
	await app.start();
	return { app, databases, clock, indexedDB, saves: () => saves };
}
