import { describe, expect, it } from 'vitest';
import { createTestPhone } from '#tests/phone/test-phone.ts';
import { findRecords } from './find-records.ts';
import { watchAttention, watchDrafts, watchReturned, watchUnreadable } from './watch-due.ts';
import { watchOutbox } from './watch-outbox.ts';
import { watchRecords } from './watch-records.ts';

const SAVES = 6;

describe('a page that has just been opened', () => {
	it('gets every list whole while others are being asked for, and records saved and sent', async () => {
		const before = await createTestPhone();
		for (let at = 0; at < SAVES; at++) await before.save('visit');
		await before.sync();
		const phone = await before.reopen();
		const { databases } = phone;
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
		const asked = Array.from({ length: SAVES }, () =>
			databases.saves.run((database) => findRecords(database, { limit: 20 }))
		);
		for (let at = 0; at < SAVES; at++) {
			await phone.save('visit');
			await phone.sync();
		}
		// None of them was cut off: a transaction that ends early would have thrown here.
		for (const { total, rows } of await Promise.all(asked)) expect(rows).toHaveLength(total);
		await expect.poll(() => seen.at(-1)).toBe(2 * SAVES);
		for (const stop of stops) stop();
	});
});
