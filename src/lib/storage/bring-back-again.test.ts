import { expect, it } from 'vitest';
import { createBrowserCache } from '#tests/phone/browser-cache.ts';
import { smallStorage } from '#tests/phone/small-storage.ts';
import { createTestPhone, readBody, sampleBody } from '#tests/phone/test-phone.ts';
import { bringBack, hasAll } from './bring-back.ts';
import type { Databases } from './databases.ts';
import { rescueIn, type Rescue } from './rescue.ts';
import type { DraftRow } from './rows.ts';
import type { WaitingRow } from './schema.ts';

const AT = '2025-07-09T02:00:00.000Z';
const read = () => Promise.resolve(readBody);
const draft = (recordId: string, situation: string, second: number): DraftRow => ({
	...{ key: `visit:${recordId}`, kind: 'visit', recordId, body: { situation }, typed: {}, baseRev: 0 },
	...{ startedAt: AT, changedAt: `2025-07-09T02:00:0${second}.000Z`, issues: [] }
});
const waiting = (opId: string, n: number) =>
	({
		...{ opId, n, verb: 'create', kind: 'visit', recordId: `r-${opId}`, scope: 'area:361024', baseRev: 0 },
		...{ schema: 1, at: AT, body: sampleBody('visit'), attachments: [], verdict: null, lane: 'send' },
		before: null
	}) as unknown as WaitingRow;

async function phoneWithCopies(): Promise<{ databases: Databases; rescue: Rescue }> {
	const phone = await createTestPhone();
	const rescue = rescueIn(createBrowserCache({ after: () => () => {} }).caches, 'acc-1', smallStorage());
	return { databases: { ...phone.databases, rescue }, rescue };
}

it('keeps the words that are left behind while those of before are taken in', async () => {
	const { databases, rescue } = await phoneWithCopies();
	rescue.words.keep([draft('r1', 'a', 1), draft('r2', 'b', 1)]);
	const asked = await rescue.rows();
	rescue.words.keep([draft('r1', 'a and more', 2)]);
	await bringBack(databases, read, Promise.resolve(asked));
	expect(rescue.words.all()).toMatchObject([{ key: 'visit:r1', body: { situation: 'a and more' } }]);
});

it('is not done with copies for which there was no room', async () => {
	const { databases, rescue } = await phoneWithCopies();
	await rescue.keep([waiting('a', 1)]);
	const noRoom = () => Promise.reject(new DOMException('', 'QuotaExceededError'));
	expect(await hasAll(databases, noRoom)).toBe(false);
	expect(rescue.isOwing).toBe(true);
	expect(await hasAll(databases, read)).toBe(true);
	expect(await databases.saves.run(({ outbox }) => outbox.count())).toBe(1);
});

it('writes nothing into a database of a newer app, and is done only where that has everything', async () => {
	const { databases, rescue } = await phoneWithCopies();
	await rescue.keep([waiting('a', 1)]);
	const newer = { ...databases, readOnly: true };
	expect(await hasAll(newer, read)).toBe(false);
	expect(await databases.saves.run(({ outbox }) => outbox.count())).toBe(0);
	await bringBack(databases, read);
	expect(await hasAll(newer, read)).toBe(true);
});

it('puts back once what is looked for twice at the same time', async () => {
	const { databases, rescue } = await phoneWithCopies();
	await rescue.keep([waiting('a', 1)]);
	const { work } = await rescue.rows();
	/** Sent and accepted between the look and the writing. */
	const accepted = async () => {
		const { verdict: _, lane: __, ...row } = work[0] ?? waiting('a', 1);
		await databases.saves.run((database) =>
			database.transaction('rw', database.journal.tables, async () => {
				await database.journal.put([{ ...row, acceptedAt: AT, epoch: 1, rev: 1, no: null }]);
			})
		);
		return readBody;
	};
	await bringBack(databases, accepted);
	expect(await databases.saves.run(({ outbox }) => outbox.count())).toBe(0);
});
