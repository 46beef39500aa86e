import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { IDBFactory } from 'fake-indexeddb';
import { createManualClock } from '#tests/phone/manual-clock.ts';
import { ACCOUNT, createTestPhone, readBody, sampleBody } from '#tests/phone/test-phone.ts';
import { correctAttention, dismissAttention } from './attention.ts';
import { openDatabases } from './databases.ts';
import { getDraft, putDrafts } from './drafts.ts';
import { StorageFailure } from './failure.ts';
import { layOver } from '#lib/domain/lay-over.ts';
import { findRecords } from './lists/find-records.ts';
import { watchRecords } from './lists/watch-records.ts';
import { unsentOperations } from './outbox.ts';
import { keepReserve, withReserve } from './reserve.ts';
import type { DraftRow } from './rows.ts';
import { saveWork } from './save-work.ts';
import { personDatabaseName, PersonDatabase } from './schema.ts';

const timer = { after: () => () => {} };
const NOW = '2026-07-20T01:00:00.000Z';

function draftOf(recordId: string, body: unknown, baseRev = 0): DraftRow {
	const key = `visit:${recordId}`;
	const shared = { key, kind: 'visit', recordId, body, baseRev, startedAt: NOW, changedAt: NOW };
	return { ...shared, typed: { peopleMet: '二十' }, issues: [] };
}

describe('a save', () => {
	it('writes operation and record together and takes the draft away', async () => {
		const phone = await createTestPhone();
		const id = phone.newId();
		await putDrafts(phone.databases, [draftOf(id, sampleBody('visit'))]);
		await phone.save('visit', {}, { recordId: id });
		expect(await getDraft(phone.databases, 'visit', id)).toBeUndefined();
		expect(await phone.record(id)).toMatchObject({ stage: 'on-phone', own: true, state: 'pending' });
		expect(await unsentOperations(phone.databases)).toHaveLength(1);
	});

	it('is there after the process was killed, and so are drafts as typed', async () => {
		const phone = await createTestPhone();
		const id = await phone.save('visit', { situation: '已保存' });
		const other = phone.newId();
		await putDrafts(phone.databases, [draftOf(other, { situation: '打到一半' })]);
		const again = await phone.reopen();
		expect(await again.record(id)).toMatchObject({ stage: 'on-phone', body: { situation: '已保存' } });
		expect(await getDraft(again.databases, 'visit', other)).toMatchObject({
			body: { situation: '打到一半' },
			typed: { peopleMet: '二十' }
		});
		await again.sync();
		expect(again.peer.effects.size).toBe(1);
	});

	it('repeated with the same id, as after a lost connection, is one operation', async () => {
		const phone = await createTestPhone();
		const opId = phone.newId();
		const recordId = phone.newId();
		await phone.save('visit', {}, { opId, recordId });
		await phone.save('visit', {}, { opId, recordId });
		expect(await unsentOperations(phone.databases)).toHaveLength(1);
	});

	it('reopens a connection that was closed behind its back', async () => {
		const phone = await createTestPhone();
		await phone.save('visit');
		phone.databases.saves.database.backendDB().close();
		await phone.save('visit');
		expect(await phone.own()).toHaveLength(2);
	});

	it('is nothing at all when it fails half-way', async () => {
		const phone = await createTestPhone();
		const broken = () => {
			throw new Error('facets');
		};
		const entry = {
			opId: phone.newId(),
			at: NOW,
			verb: 'put' as const,
			kind: 'visit',
			recordId: phone.newId(),
			region: '361024',
			schema: 1,
			body: sampleBody('visit')
		};
		await expect(saveWork(phone.databases, [entry], broken)).rejects.toThrow('facets');
		expect(await unsentOperations(phone.databases)).toHaveLength(0);
	});

	it('takes the revision the draft began from, not the newest', async () => {
		const phone = await createTestPhone();
		const id = await phone.save('visit', { remark: 'one' });
		await phone.sync();
		await putDrafts(phone.databases, [draftOf(id, { ...sampleBody('visit'), remark: 'mine' }, 1)]);
		phone.peer.edit(id, (body) => ({ ...body, situation: 'theirs' }));
		await phone.sync();
		await phone.save('visit', { remark: 'mine' }, { recordId: id });
		const [operation] = await unsentOperations(phone.databases);
		expect(operation).toMatchObject({ verb: 'amend', baseRev: 1 });
		// What the person did not touch is shown as the server has it now.
		expect(await phone.record(id)).toMatchObject({ body: { remark: 'mine', situation: 'theirs' } });
	});
});

describe('refused work', () => {
	it('opens as a draft on the field, and goes when the correction is saved', async () => {
		const phone = await createTestPhone();
		const id = await phone.save('visit', { situation: '原文' });
		const issues = [{ code: 'R07', field: 'date', message: 'rule_r07' }];
		phone.peer.judge = () => ({ outcome: 'rejected', refusal: 'rule', issues });
		await phone.sync();
		const [row] = await phone.databases.saves.run((database) => database.attention.toArray());
		const opId = row?.opId ?? '';
		expect(await correctAttention(phone.databases, opId, NOW)).toEqual({
			kind: 'visit',
			recordId: id,
			field: 'date'
		});
		expect(await getDraft(phone.databases, 'visit', id)).toMatchObject({
			body: { situation: '原文' },
			issues
		});
		phone.peer.judge = () => undefined;
		await phone.save('visit', { situation: '改正' }, { recordId: id });
		expect((await phone.store.counts()).attention).toBe(0);
		await phone.sync();
		expect(await phone.record(id)).toMatchObject({ stage: 'on-server', body: { situation: '改正' } });
	});

	it('leaves its text as a draft when it is dropped', async () => {
		const phone = await createTestPhone();
		const id = await phone.save('visit', { situation: '原文' });
		phone.peer.judge = () => ({ outcome: 'rejected', refusal: 'wrong-region' });
		await phone.sync();
		const [row] = await phone.databases.saves.run((database) => database.attention.toArray());
		await dismissAttention(phone.databases, row?.opId ?? '', NOW, readBody);
		expect(await phone.record(id)).toBeUndefined();
		expect(await getDraft(phone.databases, 'visit', id)).toMatchObject({ body: { situation: '原文' } });
	});
});

describe('space', () => {
	it('gives the reserve up when the quota is hit, and says so when that is not enough', async () => {
		const phone = await createTestPhone();
		expect(await keepReserve(phone.databases, () => {})).toBe(true);
		const reserved = () => phone.databases.pulls.run((database) => database.reserve.count());
		expect(await reserved()).toBe(1);
		const full = new DOMException('full', 'QuotaExceededError');
		let calls = 0;
		const saved = await withReserve(phone.databases, () =>
			++calls === 1 ? Promise.reject(full) : Promise.resolve('saved')
		);
		expect(saved).toBe('saved');
		expect(await reserved()).toBe(0);
		const never = withReserve(phone.databases, () => Promise.reject(full));
		await expect(never).rejects.toMatchObject({ name: 'StorageFailure', code: 'quota' });
	});
});

describe('opening', () => {
	it('of a database that a newer app wrote: operations are appended, nothing else changes', async () => {
		const indexedDB = new IDBFactory();
		const first = await openDatabases(ACCOUNT, { timer, indexedDB });
		first.close();
		const newer = new PersonDatabase(personDatabaseName(ACCOUNT), 'strict', indexedDB);
		newer.version(7).stores({ future: 'id' });
		await newer.open();
		newer.close();
		const databases = await openDatabases(ACCOUNT, { timer, indexedDB });
		expect(databases.readOnly).toBe(true);
		const recordId = '0190b3a0-0000-7000-8000-00000000000a';
		await putDrafts(databases, [draftOf(recordId, {})]);
		const entry = { opId: recordId, at: NOW, verb: 'put' as const, kind: 'visit', recordId };
		await saveWork(
			databases,
			[{ ...entry, region: '361024', schema: 1, body: sampleBody('visit') }],
			readBody
		);
		expect(await unsentOperations(databases)).toHaveLength(1);
		const [records, drafts] = await databases.saves.run((database) =>
			Promise.all([database.records.count(), database.drafts.count()])
		);
		expect([records, drafts]).toEqual([0, 0]);
	});

	it('ends at its deadline when the browser never answers', async () => {
		const clock = createManualClock();
		const silent = { open: () => ({}), deleteDatabase: () => ({}) } as unknown as IDBFactory;
		const opening = openDatabases('acc-9', { timer: clock, indexedDB: silent });
		const outcome = expect(opening).rejects.toBeInstanceOf(StorageFailure);
		clock.advance(10_000);
		await outcome;
	});

	it('keeps persons apart', async () => {
		const phone = await createTestPhone();
		await phone.save('visit');
		const other = await openDatabases('acc-2', { timer, indexedDB: phone.indexedDB });
		expect(await unsentOperations(other)).toHaveLength(0);
	});
});

describe('lists', () => {
	it('give a page, newest day first, and how many there are', async () => {
		const phone = await createTestPhone();
		for (let day = 10; day < 30; day++) await phone.save('visit', { date: `2026-07-${day}`, team: 'T1' });
		await phone.save('trip', { date: '2026-07-15' });
		const find = (filter: object) => phone.databases.saves.run((database) => findRecords(database, filter));
		const own = await find({ kind: 'visit', limit: 3 });
		expect(own.rows.map((row) => row.date)).toEqual(['2026-07-29', '2026-07-28', '2026-07-27']);
		expect(own.total).toBe(20);
		for (const offset of [17, 18, 20, 40]) {
			expect((await find({ kind: 'visit', limit: 3, offset })).total).toBe(20);
		}
		expect((await find({ team: 'T1', own: false, limit: 2, offset: 2 })).rows.map((row) => row.date)).toEqual(
			['2026-07-27', '2026-07-26']
		);
		expect((await find({ date: '2026-07-15' })).total).toBe(2);
		expect((await find({ stage: 'on-phone' })).total).toBe(21);
		expect((await find({ stage: 'attention' })).total).toBe(0);
		expect((await find({ own: false })).total).toBe(21);
	});

	it('find what belongs to a record by its own index, among many others', async () => {
		const phone = await createTestPhone();
		const visit = await phone.save('visit');
		const other = await phone.save('visit');
		const mine = await phone.save('request', { visitId: visit });
		for (let n = 0; n < 5; n++) await phone.save('request', { visitId: other });
		const { database } = phone.databases.saves;
		expect(database.records.alone.schema.idxByName['parent']).toBeDefined();
		const found = await findRecords(database, { parent: visit, own: false });
		expect(found.rows.map((row) => row.id)).toEqual([mine]);
		expect(found.total).toBe(1);
		expect((await findRecords(database, { kind: 'visit', parent: visit })).total).toBe(0);
	});

	it('are live', async () => {
		const phone = await createTestPhone();
		const totals: number[] = [];
		let stop = () => {};
		await new Promise<void>((resolve) => {
			stop = watchRecords(phone.databases, {}, ({ total }) => {
				totals.push(total);
				if (total === 0) void phone.save('visit');
				else resolve();
			});
		});
		stop();
		expect(totals).toEqual([0, 1]);
	});
});

describe('laying over', () => {
	it('takes own fields, the server for the rest, and lists row by row', () => {
		const row = (id: string, qty: number) => ({ id, qty });
		const before = { a: 1, b: 1, lines: [row('x', 1), row('y', 1)] };
		const own = { a: 2, b: 1, lines: [row('x', 5), row('z', 9)] };
		const base = { a: 1, b: 3, lines: [row('x', 1), row('y', 1), row('w', 4)] };
		expect(layOver(before, own, base)).toEqual({
			a: 2,
			b: 3,
			lines: [row('x', 5), row('w', 4), row('z', 9)]
		});
	});
});
