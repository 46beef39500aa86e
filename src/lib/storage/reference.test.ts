import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { REFERENCE_KINDS } from '#lib/domain/reference.ts';
import { createTestPhone } from '#tests/phone/test-phone.ts';
import { loadBulkyReference, loadSmallReference, ReferenceCache } from './reference.ts';

it('loads every list there is, the bulky ones afterwards', async () => {
	const { databases } = await createTestPhone();
	const rows = REFERENCE_KINDS.map((kind) => ({
		kind,
		code: 'X',
		id: kind,
		rev: 1,
		mark: 1,
		body: { kind }
	}));
	await databases.pulls.run((database) => database.reference.bulkPut(rows));
	const cache = new ReferenceCache();
	await loadSmallReference(databases, cache);
	expect(cache.get('store', 'X')).toBeDefined();
	expect(cache.get('organisation', 'X')).toBeUndefined();
	await loadBulkyReference(databases, cache);
	expect(REFERENCE_KINDS.filter((kind) => cache.get(kind, 'X') === undefined)).toEqual([]);
});
