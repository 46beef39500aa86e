import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { countOutbox } from '#lib/storage/outbox.ts';
import { watchWaiting, type WaitingWork } from '#lib/storage/lists/watch-waiting.ts';
import { viewOf } from '#tests/phone/peer.ts';
import { ACCOUNT, createTestPhone, sampleBody, type TestPhone } from '#tests/phone/test-phone.ts';
import { kindLook } from './kind-look.ts';
import { waitingEntries, type WaitingEntries } from './waiting-entries.ts';

const isPerson = (kind: string) => kindLook(kind).formless === true;

/** What the screen lists, after its count was held against what every other screen counts. */
async function listed(phone: TestPhone): Promise<WaitingEntries> {
	const work = await new Promise<WaitingWork>((resolve) => {
		const stop = watchWaiting(phone.databases, (read) => {
			resolve(read);
			queueMicrotask(() => stop());
		});
	});
	expect(work.waiting).toBe((await phone.databases.saves.run(countOutbox)).waiting);
	const entries = waitingEntries(work, isPerson);
	const sums = entries.waiting.map(({ changes, persons }) =>
		persons.reduce((sum, one) => sum + one.changes, changes)
	);
	expect(sums.reduce((all, sum) => all + sum, entries.others)).toBe(work.waiting);
	return entries;
}

async function note(phone: TestPhone, sessionId: string, name: string, recordId?: string): Promise<string> {
	return phone.save('sign-in', { sessionId, name }, recordId ? { recordId } : {});
}

describe('what waits', () => {
	it('is listed with the persons noted on a record beside it', async () => {
		const phone = await createTestPhone();
		const session = await phone.save('session');
		const first = await note(phone, session, '李示安');
		await note(phone, session, '王示柏');
		await note(phone, session, '李示江', first);
		const visit = await phone.save('visit');
		await phone.save('visit', { situation: '后来' }, { recordId: visit });
		const { waiting, parked, others } = await listed(phone);
		expect(waiting.map(({ id, record, changes, persons }) => [id, record?.id, changes, persons])).toEqual(
			expect.arrayContaining([
				[session, session, 1, [{ kind: 'sign-in', rows: 2, changes: 3 }]],
				[visit, visit, 2, []]
			])
		);
		expect([waiting.length, parked, others]).toEqual([2, [], 0]);
	});

	it('is listed where the record it hangs on was sent before, or is not here', async () => {
		const phone = await createTestPhone();
		const session = await phone.save('session');
		await phone.sync();
		await note(phone, session, '李示安');
		const elsewhere = phone.newId();
		await phone.save('receipt', { handoutId: elsewhere });
		const { waiting } = await listed(phone);
		const persons = (kind: string) => [{ kind, rows: 1, changes: 1 }];
		expect(waiting).toHaveLength(2);
		expect(waiting.find(({ id }) => id === session)).toMatchObject({
			...{ record: { id: session }, changes: 0, persons: persons('sign-in') }
		});
		expect(waiting.find(({ id }) => id === elsewhere)).toMatchObject({
			...{ record: null, changes: 0, persons: persons('receipt') }
		});
	});

	it("is listed where it changes a colleague's record, or one that has left this phone", async () => {
		const phone = await createTestPhone();
		const [amended, gone] = [phone.newId(), phone.newId()];
		for (const id of [amended, gone])
			phone.peer.put(`team:T1`, {
				kind: 'visit',
				id,
				body: viewOf(id, 'visit', 1, sampleBody('visit'), 'b')
			});
		await phone.sync();
		await phone.save('visit', { situation: '后来' }, { recordId: amended });
		const asked = { text: '请改' };
		await phone.save('visit', {}, { recordId: gone, verb: 'ask-correction', body: asked });
		phone.peer.remove('team:T1', gone);
		await phone.databases.pulls.run((database) =>
			database.transaction('rw', database.records.tables, async () => await database.records.delete([gone]))
		);
		const { waiting, others } = await listed(phone);
		expect(waiting.map(({ id, changes }) => [id, changes])).toEqual([[amended, 1]]);
		expect(others).toBe(1);
	});

	it('is told apart from what the server is looking at', async () => {
		const phone = await createTestPhone();
		phone.peer.judge = ({ kind }) => (kind === 'sign-in' ? { outcome: 'parked' } : undefined);
		const session = await phone.save('session');
		await note(phone, session, '李示安');
		await phone.sync();
		const { waiting, parked } = await listed(phone);
		expect(waiting).toEqual([]);
		expect(parked).toMatchObject([{ id: session, persons: [{ kind: 'sign-in', rows: 1, changes: 0 }] }]);
		expect(phone.peer.record(session)?.recorder).toBe(ACCOUNT);
	});
});
