import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { expect, it } from 'vitest';
import { openDatabases } from '#lib/storage/databases.ts';
import { openPhoneStore } from '#lib/storage/phone-store.ts';
import { PERSON_VERSION, PHONE_VERSION } from '#lib/storage/schema.ts';
import { copyDatabases, type StoredDatabase } from './copy-databases.ts';
import { nameOf, storedPhones, type StoredPhone } from './stored-phone.ts';

const stored = storedPhones();
const isPresent = ({ person, phone }: StoredPhone) => person === PERSON_VERSION && phone === PHONE_VERSION;
const timer = { after: () => () => {} };

/** Version, tables and indexes, without rows. */
function frames(databases: readonly StoredDatabase[]): Readonly<Record<string, unknown>> {
	return Object.fromEntries(
		databases.map(({ name, version, stores }) => [
			name === 'liangfeng-phone' ? 'phone' : 'person',
			{ version, stores: stores.map(({ rows: _rows, ...frame }) => frame) }
		])
	);
}

const upTo = (version: number) => Array.from({ length: version }, (_, at) => at + 1);

it('of every version that phones can have there is a stored copy', () => {
	const missing = [
		...upTo(PERSON_VERSION).filter((version) => !stored.some(({ person }) => person === version)),
		...upTo(PHONE_VERSION).filter((version) => !stored.some(({ phone }) => phone === version))
	];
	expect(missing, 'Record it before the schema changes again: node tests/versions/record.ts').toEqual([]);
	expect(stored.map(nameOf)).toContain(nameOf({ person: PERSON_VERSION, phone: PHONE_VERSION }));
});

it('a schema that changes gets a new version: the copy of the present one has the tables of today', async () => {
	const indexedDB = new IDBFactory();
	(await openDatabases('somebody', { timer, indexedDB })).close();
	(await openPhoneStore({ timer, indexedDB })).close();
	const today = frames(await copyDatabases(indexedDB));
	const copy = stored.find(isPresent);
	expect(frames(copy?.databases ?? [])).toEqual(today);
});

it('what no copy holds nobody would miss: those of the present version have rows in every table', () => {
	const filled = new Set<string>();
	const all = new Set<string>();
	for (const { name, stores } of stored.filter(isPresent).flatMap(({ databases }) => databases))
		for (const store of stores) {
			const table = `${name === 'liangfeng-phone' ? 'phone' : 'person'}/${store.name}`;
			all.add(table);
			if (store.rows.length > 0) filled.add(table);
		}
	expect([...all].filter((table) => !filled.has(table))).toEqual([]);
});
