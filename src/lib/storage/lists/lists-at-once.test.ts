import { describe, expect, it, vi } from 'vitest';
import { viewOf } from '#tests/phone/peer.ts';
import { createTestPhone, readBody, sampleBody } from '#tests/phone/test-phone.ts';
import { buildRow, NO_WORK } from '#lib/storage/record-row.ts';
import type { RecordRow } from '#lib/storage/schema.ts';
import { findRecords } from './find-records.ts';
import { watchAttention, watchDrafts, watchReturned, watchUnreadable } from './watch-due.ts';
import { watchOutbox } from './watch-outbox.ts';
import { watchRecords } from './watch-records.ts';

const SAVES = 6;

function pulledRow(id: string): RecordRow {
	const memberships = { 'area:361024': { rev: 1, mark: 1 } };
	const row = buildRow(
		id,
		viewOf(id, 'visit', 1, sampleBody('visit'), 'acc-7'),
		NO_WORK,
		memberships,
		readBody,
		'acc-1'
	);
	if (!row) throw new Error('No row.');
	return row;
}

describe('a page that has just been opened', () => {
	it('gets every list whole while others are being asked for, and records saved and sent', async () => {
		const before = await createTestPhone();
		for (let at = 0; at < SAVES; at++) await before.save('visit');
		await before.sync();
		const phone = await before.reopen();
		const { databases } = phone;
		const begun = vi.spyOn(databases.saves.database, 'transaction');
		const seen: number[] = [];
		const ignore = () => {};
		const stops = [
			watchOutbox(databases, ignore),
			watchAttention(databases, ignore),
			watchDrafts(databases, ignore),
			watchReturned(databases, ignore),
			watchUnreadable(databases, ignore),
			watchRecords(databases, { text: 'visit' }, ignore),
			watchRecords(databases, { state: 'pending' }, ignore),
			watchRecords(databases, {}, ({ total }) => seen.push(total))
		];
		const work = Array.from({ length: SAVES }, async () => {
			const asked = databases.saves.run((database) => findRecords(database, { limit: 20 }));
			await phone.save('visit').then(() => phone.sync());
			const { total, rows } = await asked;
			expect(rows).toHaveLength(total);
		});
		await Promise.all(work);
		await expect.poll(() => seen.at(-1)).toBe(2 * SAVES);
		for (const stop of stops) stop();
		// None of them ended early, those of the lists that are watched as well.
		const ends = await Promise.allSettled(begun.mock.results.map(({ value }) => value as Promise<unknown>));
		expect(ends.filter(({ status }) => status === 'rejected')).toEqual([]);
		expect(ends.length).toBeGreaterThan(SAVES);
	});

	it('shows each record once when a page of a pull is written between two lists', async () => {
		const phone = await createTestPhone();
		const { saves, pulls } = phone.databases;
		const page = () =>
			pulls.run((database) =>
				database.transaction('rw', database.records.tables, async () => {
					const rows = Array.from({ length: 40 }, () => pulledRow(phone.newId()));
					await database.records.put(rows, await database.records.place(rows.map(({ id }) => id)));
				})
			);
		const ask = () => saves.run((database) => findRecords(database, { own: false, limit: 200 }));
		await page();
		await Promise.all([ask(), page(), ask()]);
		const { rows, total } = await ask();
		expect([total, new Set(rows.map(({ id }) => id)).size]).toEqual([80, 80]);
	});
});
