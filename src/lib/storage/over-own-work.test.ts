import { describe, expect, it } from 'vitest';
import { createTestPhone, sampleBody, type TestPhone } from '#tests/phone/test-phone.ts';
import { putDrafts } from './drafts.ts';
import { unsentOperations } from './outbox.ts';
import { overOwnWork, type Seen } from './over-own-work.ts';
import type { OwnWork, ReadBody } from './record-row.ts';

const work = (body: object, before: object, baseRev = 1, rev: number | null = null) =>
	({ verb: 'amend', kind: 'visit', schema: 2, n: 1, baseRev, rev, body, before }) as never;
const opened = { situation: 'old', remark: 'old', receiver: { name: 'old', phone: 'old' } };
/** Version 2 has a note more. */
const read: ReadBody = (_kind, schema, body) =>
	({ body: schema === 2 ? body : { ...(body as object), note: null } }) as ReturnType<ReadBody>;
const over = (from: Seen, body: unknown, work: Pick<OwnWork, 'waiting' | 'accepted'>) =>
	overOwnWork(from, { body, schema: 2 }, work, read);
const seen: Seen = { body: opened, baseRev: 1 };

describe('a form over what was saved while it was open', () => {
	it('changes its own fields and leaves the others, in groups as well', () => {
		const first = { ...opened, situation: 'first', receiver: { name: 'first', phone: 'old' } };
		const second = { ...opened, remark: 'second', receiver: { name: 'old', phone: 'second' } };
		const saved = over(seen, second, { waiting: [work(first, opened)], accepted: [] });
		expect(saved.body).toEqual({
			situation: 'first',
			remark: 'second',
			receiver: { name: 'first', phone: 'second' }
		});
		expect(saved.before).toEqual(first);
	});

	it('has the last word on a field that both changed', () => {
		const first = { ...opened, situation: 'first', remark: 'first' };
		const waiting = [work(first, opened)];
		const saved = over(seen, { ...opened, situation: 'second' }, { waiting, accepted: [] });
		expect(saved.body).toEqual({ ...first, situation: 'second' });
	});

	it('is as typed where it was opened after that save, and where the server has shown it that save', () => {
		const first = { ...opened, situation: 'first' };
		const typed = { ...first, situation: 'old' };
		const after: Seen = { body: first, baseRev: 1 };
		expect(over(after, typed, { waiting: [work(first, opened)], accepted: [] }).body).toBe(typed);
		const pulled: Seen = { body: first, baseRev: 2 };
		const accepted = [work(first, opened, 1, 2)];
		expect(over(pulled, typed, { waiting: [], accepted }).body).toBe(typed);
	});

	it('takes what an older app saved as this one shows it', () => {
		const first = { ...opened, situation: 'first' };
		const older = { ...(work(first, opened) as object), schema: 1 } as never;
		const after: Seen = { body: { ...first, note: null }, baseRev: 1 };
		const typed = { ...first, note: 'typed' };
		expect(over(after, typed, { waiting: [older], accepted: [] }).body).toBe(typed);
		const meanwhile: Seen = { body: { ...opened, note: null }, baseRev: 1 };
		const saved = over(meanwhile, { ...opened, note: 'typed' }, { waiting: [older], accepted: [] });
		expect(saved.body).toEqual({ ...first, note: 'typed' });
	});

	it("keeps others' work of the newer revision it was opened with", () => {
		const first = { ...opened, situation: 'first' };
		const newer: Seen = { body: { ...opened, receiver: { name: 'theirs', phone: 'old' } }, baseRev: 3 };
		const typed = { ...(newer.body as object), remark: 'second' };
		const saved = over(newer, typed, { waiting: [work(first, opened, 1)], accepted: [] });
		expect(saved.body).toEqual({ ...typed, situation: 'first' });
	});

	it('takes nothing back of two that began from an older revision', () => {
		const first = { ...opened, situation: 'first' };
		const second = { ...first, remark: 'second' };
		const newer: Seen = { body: { ...opened, receiver: { name: 'theirs', phone: 'old' } }, baseRev: 3 };
		const typed = { ...(newer.body as object), receiver: { name: 'theirs', phone: 'third' } };
		const waiting = [work(first, opened), { ...(work(second, first) as object), n: 2 } as never];
		const saved = over(newer, typed, { waiting, accepted: [] });
		expect(saved.body).toEqual({ ...second, receiver: { name: 'theirs', phone: 'third' } });
	});
});

async function openTwice(phone: TestPhone, id: string) {
	const record = await phone.record(id);
	const seen = { body: record?.body ?? null, baseRev: record?.base?.rev ?? 0 };
	return (change: object) =>
		phone.save('visit', { ...(seen.body as object), ...change }, { recordId: id, seen });
}

describe('two forms of one record on one phone', () => {
	it.each([0, 1])('save one after the other, and both changes arrive (revision %i)', async (revision) => {
		const phone = await createTestPhone();
		const id = await phone.save('visit', { situation: 'old', remark: 'old' });
		if (revision > 0) await phone.sync();
		const save = await openTwice(phone, id);
		await save({ situation: 'first' });
		await save({ remark: 'second' });
		const both = { situation: 'first', remark: 'second' };
		expect(await phone.record(id)).toMatchObject({ body: both });
		expect((await unsentOperations(phone.databases)).at(-1)).toMatchObject({ verb: 'amend', body: both });
		await phone.sync();
		expect(await phone.record(id)).toMatchObject({ stage: 'on-server', body: both });
	});

	it('are told apart by the drafts they keep, though a save took one away', async () => {
		const phone = await createTestPhone();
		const id = await phone.save('visit', { situation: 'old', remark: 'old' });
		await phone.sync();
		const before = (await phone.record(id))?.body;
		await phone.save('visit', { ...(before as object), situation: 'first' }, { recordId: id });
		const body = { ...(before as object), remark: 'second' };
		const draft = { key: `visit:${id}`, kind: 'visit', recordId: id, body, before, baseRev: 1 };
		await putDrafts(phone.databases, [{ ...draft, typed: {}, startedAt: '', changedAt: '', issues: [] }]);
		await phone.save('visit', body, { recordId: id });
		expect(await phone.record(id)).toMatchObject({ body: { situation: 'first', remark: 'second' } });
	});

	it('leave a body that no form holds as it is', async () => {
		const phone = await createTestPhone();
		const id = await phone.save('visit', { situation: 'old' });
		await phone.save('visit', { ...sampleBody('visit'), situation: 'new' }, { recordId: id });
		expect(await phone.record(id)).toMatchObject({ body: { situation: 'new' } });
	});
});
