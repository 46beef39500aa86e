import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Verdict } from '#lib/domain/operation.ts';
import { viewOf } from '#tests/phone/peer.ts';
import { createTestPhone, sampleBody, type TestPhone } from '#tests/phone/test-phone.ts';

const MANY = 12;
const NOW = '2026-07-20T02:00:00.000Z';

async function saveMany(phone: TestPhone): Promise<string[]> {
	const ids: string[] = [];
	for (let at = 0; at < MANY; at++) ids.push(await phone.save('visit', { situation: `first ${at}` }));
	return ids;
}

/** The server took in all that waits. */
async function answer({ store }: TestPhone): Promise<void> {
	const batch = await store.nextBatch({ after: 0, limit: MANY, bytes: 1e6, held: new Map() });
	const verdicts = batch.map(({ opId, verb }): Verdict => {
		const rev = verb === 'create' ? 1 : 2;
		return { opId, outcome: 'applied', rev, no: null, refusal: null };
	});
	await store.applyVerdicts(verdicts, { epoch: 1, now: NOW, serverTime: NOW });
}

/** How often rows or packs of the journal are read whole while `act` runs. */
async function readsOfJournal(act: () => Promise<void>): Promise<number> {
	const alone = vi.spyOn(IDBIndex.prototype, 'getAll');
	const packs = vi.spyOn(IDBObjectStore.prototype, 'get');
	await act();
	const stores = [
		...alone.mock.contexts.map((index) => (index as IDBIndex).objectStore.name),
		...packs.mock.contexts.map((store) => (store as IDBObjectStore).name)
	];
	return stores.filter((name) => name.startsWith('journal')).length;
}

afterEach(() => void vi.restoreAllMocks());

describe('answers to many operations', () => {
	it('do not read again what they have just written into the journal', async () => {
		const phone = await createTestPhone();
		const ids = await saveMany(phone);
		expect(await readsOfJournal(() => answer(phone))).toBe(0);
		for (const [at, id] of ids.entries()) {
			const body = { situation: `first ${at}` };
			expect(await phone.record(id)).toMatchObject({ stage: 'on-server', waiting: 0, body });
		}
	});

	it('find earlier accepted work of the same records, and lay both over', async () => {
		const phone = await createTestPhone();
		const ids = await saveMany(phone);
		await answer(phone);
		for (const recordId of ids) await phone.save('visit', { peopleMet: 77 }, { recordId });
		expect(await readsOfJournal(() => answer(phone))).toBeGreaterThan(0);
		for (const id of ids) {
			const record = await phone.record(id);
			expect(record).toMatchObject({ stage: 'on-server', waiting: 0, body: { peopleMet: 77 } });
		}
	});
});

it('keep nothing of what others wrote in a record that left the phone while work on it waited', async () => {
	const phone = await createTestPhone();
	const { databases, peer } = phone;
	const body = { ...sampleBody('visit'), situation: 'of another' };
	const id = phone.newId();
	peer.put('area:361024', { kind: 'visit', id, body: viewOf(id, 'visit', 1, body, 'acc-7') });
	await phone.sync();
	await phone.save('visit', { situation: 'mine' }, { recordId: id });
	peer.judge = () => ({ outcome: 'retry' });
	peer.remove('area:361024', id);
	await phone.sync();
	const [waiting] = await databases.saves.run((database) => database.outbox.toArray());
	expect(waiting?.before).toMatchObject({ situation: 'of another' });
	const opId = waiting?.opId ?? '';
	const verdict: Verdict = { opId, outcome: 'applied', rev: 7, no: null, refusal: null };
	await phone.store.applyVerdicts([verdict], { epoch: 1, now: NOW, serverTime: NOW });
	expect(await phone.record(id)).toBeUndefined();
	const journal = await databases.saves.run((database) => database.journal.filter(() => true));
	expect(journal.map(({ before }) => before)).toEqual([null]);
});
