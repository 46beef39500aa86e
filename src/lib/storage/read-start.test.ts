import { expect, it, vi } from 'vitest';
import { REFERENCE_KINDS } from '#lib/domain/reference.ts';
import { createTestPhone, type TestPhone } from '#tests/phone/test-phone.ts';
import { setMeta } from './meta.ts';
import { readStart } from './read-start.ts';
import { BULKY_KINDS } from './reference.ts';

async function filled(): Promise<{ phone: TestPhone; trip: string }> {
	const phone = await createTestPhone();
	const trip = await phone.save('trip');
	await phone.databases.saves.run(async (database) => {
		const rows = REFERENCE_KINDS.map((kind) => ({ kind, code: 'X', id: kind, rev: 1, mark: 1, body: {} }));
		await database.reference.bulkPut(rows);
		await setMeta(database, 'trip', trip);
		await setMeta(database, 'defaults', { visit: { date: '2025-07-09' } });
	});
	return { phone, trip };
}

it('reads what the first screen says in one transaction, without the bulky lists', async () => {
	// Before the database is opened: Dexie keeps hold of what it finds then.
	const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
	const { phone, trip } = await filled();
	transaction.mockClear();
	const start = await readStart(phone.databases);
	expect(transaction).toHaveBeenCalledTimes(1);
	transaction.mockRestore();
	expect(start.reference.map(({ kind }) => kind).sort()).toEqual(
		REFERENCE_KINDS.filter((kind) => !BULKY_KINDS.includes(kind)).sort()
	);
	expect(start.trip).toMatchObject({ id: trip, record: { id: trip, kind: 'trip' } });
	expect(start.defaults).toEqual({ visit: { date: '2025-07-09' } });
	expect(start).toMatchObject({
		exchange: { ready: false },
		counts: { waiting: 1, parked: 0, attention: 0 }
	});
});

it('names a trip whose record is not here', async () => {
	const { phone } = await filled();
	await phone.databases.saves.run((database) => setMeta(database, 'trip', 'gone'));
	expect((await readStart(phone.databases)).trip).toEqual({ id: 'gone', record: null });
});

it('reads the same where the browser ends its transaction too early', async () => {
	const { phone } = await filled();
	const whole = await readStart(phone.databases);
	const { database } = phone.databases.saves;
	const ended = Object.assign(new Error('ended'), { name: 'PrematureCommitError' });
	const failing = database.transaction.bind(database);
	vi.spyOn(database, 'transaction').mockImplementation((...asked: unknown[]) =>
		(failing as (...all: unknown[]) => ReturnType<typeof database.transaction>)(...asked).then(() => {
			throw ended;
		})
	);
	expect(await readStart(phone.databases)).toEqual(whole);
});
