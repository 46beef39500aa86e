import { expect, it } from 'vitest';
import { createTestPhone, readBody, sampleBody } from '#tests/phone/test-phone.ts';
import { bringBack } from './bring-back.ts';
import type { Databases } from './databases.ts';
import type { Rescue } from './rescue.ts';
import { withReserve } from './reserve.ts';
import { saveWork } from './save-work.ts';
import type { WaitingRow } from './schema.ts';

/** A place for copies that outlives the databases. */
function rescue(): Rescue & { readonly copies: Map<string, WaitingRow> } {
	const copies = new Map<string, WaitingRow>();
	let isArmed = false;
	return {
		copies,
		get isArmed() {
			return isArmed;
		},
		arm: () => void (isArmed = true),
		keep: (rows) => Promise.resolve(rows.forEach((row) => copies.set(row.opId, structuredClone(row)))),
		rows: () => Promise.resolve([...copies.values()].sort((one, other) => one.n - other.n)),
		drop: (ids) => Promise.resolve(ids.forEach((id) => copies.delete(id))),
		clear: () => Promise.resolve(copies.clear())
	};
}
const read = () => Promise.resolve(readBody);
const aborted = new DOMException('', 'AbortError');
const visit = (recordId: string, situation: string) => ({
	opId: `${recordId}-${situation}`,
	at: '2025-07-09T02:00:00.000Z',
	verb: 'put' as const,
	kind: 'visit',
	recordId,
	region: '361024',
	schema: 1,
	body: { ...sampleBody('visit'), situation }
});

it('copies nothing while nothing fails, and all that waits from the first failure on', async () => {
	const phone = await createTestPhone();
	const box = rescue();
	const databases: Databases = { ...phone.databases, rescue: box };
	await saveWork(databases, [visit('r1', 'a')], readBody);
	expect(box.copies.size).toBe(0);
	let calls = 0;
	await withReserve(databases, () => (++calls === 1 ? Promise.reject(aborted) : Promise.resolve()));
	await saveWork(databases, [visit('r2', 'b')], readBody);
	expect([...box.copies.keys()]).toEqual(['r1-a', 'r2-b']);
});

it('brings back what an emptied database lost, once, in order and as it was', async () => {
	const phone = await createTestPhone();
	const box = rescue();
	box.arm();
	const databases: Databases = { ...phone.databases, rescue: box };
	await saveWork(databases, [visit('r1', 'a')], readBody);
	await saveWork(databases, [visit('r1', 'b'), visit('r2', 'c')], readBody);
	const before = await phone.databases.saves.run((database) => database.outbox.orderBy('n').toArray());
	expect(await bringBack(databases, read)).toBe(0);

	const empty = await createTestPhone();
	const next: Databases = { ...empty.databases, rescue: box };
	expect(await bringBack(next, read)).toBe(3);
	expect(await bringBack(next, read)).toBe(0);
	const after = await empty.databases.saves.run((database) => database.outbox.orderBy('n').toArray());
	expect(after).toEqual(before);
	expect(await empty.record('r1')).toMatchObject({ stage: 'on-phone', body: { situation: 'b' }, waiting: 2 });
	// What is saved next comes behind it.
	const [added] = await saveWork(next, [visit('r3', 'd')], readBody);
	expect(added?.n).toBe((before.at(-1)?.n ?? 0) + 1);
	await empty.sync();
	expect([...empty.peer.custody.keys()]).toEqual(['r1-a', 'r1-b', 'r2-c', 'r3-d']);
	expect(await bringBack(next, read)).toBe(0);
	expect(box.copies.size).toBe(0);
});
