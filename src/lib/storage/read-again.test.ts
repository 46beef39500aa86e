import { expect, it } from 'vitest';
import { viewOf } from '#tests/phone/peer.ts';
import { createTestPhone, readBody, sampleBody } from '#tests/phone/test-phone.ts';
import { kindOf, recordKinds } from '#lib/records/index.ts';
import type { RecordKind } from '#lib/records/kind.ts';
import { createReadBody } from '#lib/state/kinds.ts';
import { readAgain } from './read-again.ts';
import type { ReadBody } from './record-row.ts';
import { saveWork } from './save-work.ts';
import { createSyncStore } from './sync-store.ts';

const AREA = 'area:361024';
const kinds = { all: recordKinds as unknown as readonly RecordKind[], of: kindOf, versions: '' };
const today = createReadBody(kinds, { get: () => undefined, all: () => [], maximum: () => null });

/** The app of before photos: what it stores of a visit has none. */
const before: ReadBody = (kind, _, body) => {
	const facts = today(kind, 2, { photos: [], ...(body as object) });
	return facts && { ...facts, body };
};

it('brings bodies of an earlier schema to today, those in packs as well', async () => {
	const phone = await createTestPhone();
	const store = createSyncStore(phone.databases, before);
	const { photos: _, ...body } = { photos: [], ...sampleBody('visit') };
	const ids = Array.from({ length: 5 }, () => phone.newId());
	const rows = ids.map((id, at) => ({
		...{ seq: at + 1, kind: 'visit', id, rev: at + 1, gone: false, schema: 1 },
		body: viewOf(id, 'visit', 1, body, 'acc-7')
	}));
	await store.applyPage({ scope: AREA, gen: 1, from: 0, to: 5, more: true, rows });
	expect(await phone.databases.saves.run((database) => database.recordPacks.count())).toBeGreaterThan(0);
	const shown = async () => await Promise.all(ids.map(async (id) => (await phone.record(id))?.body));
	expect(await shown()).toEqual(ids.map(() => body));
	expect(await readAgain(phone.databases, today, 'visit:2')).toBe(5);
	expect(await shown()).toEqual(ids.map(() => expect.objectContaining({ photos: [] })));
	expect((await shown()).every((one) => kindOf('visit')?.schema.safeParse(one).success)).toBe(true);
	// Once.
	expect(await readAgain(phone.databases, today, 'visit:2')).toBe(0);
});

it('shows own work that waits on a record which only the newer app can read', async () => {
	const old: ReadBody = (kind, schema, body) => (schema === 99 ? null : readBody(kind, schema, body));
	const newer: ReadBody = (kind, schema, body) => readBody(kind, schema === 99 ? 1 : schema, body);
	const phone = await createTestPhone();
	const store = createSyncStore(phone.databases, old);
	const id = phone.newId();
	const body = { ...sampleBody('visit'), situation: 'base' };
	const page = (rev: number, schema: number) => ({
		...{ scope: AREA, gen: 1, from: rev - 1, to: rev, more: true },
		rows: [
			{
				...{ seq: rev, kind: 'visit', id, rev, gone: false, schema },
				body: { ...viewOf(id, 'visit', rev, body, 'acc-7'), schema }
			}
		]
	});
	await store.applyPage(page(1, 1));
	await phone.save('visit', { situation: 'mine' }, { recordId: id });
	await store.applyPage(page(2, 99));
	await readAgain(phone.databases, newer, 'visit:99');
	expect(await phone.record(id)).toMatchObject({
		...{ stage: 'on-phone', waiting: 1 },
		body: { situation: 'mine' }
	});
});

it('brings own work to today that an older app saved and that still waits', async () => {
	const phone = await createTestPhone();
	const { photos: _, ...body } = { photos: [], ...sampleBody('visit') };
	const [opId, recordId] = [phone.newId(), phone.newId()];
	const work = { opId, recordId, verb: 'put', kind: 'visit', region: '361024', schema: 1, body } as const;
	await saveWork(phone.databases, [{ ...work, at: '2026-07-20T00:00:00.000Z' }], before);
	expect((await phone.record(recordId))?.body).not.toHaveProperty('photos');
	await readAgain(phone.databases, today, 'visit:2');
	expect(await phone.record(recordId)).toMatchObject({ waiting: 1, body: { photos: [] } });
});
