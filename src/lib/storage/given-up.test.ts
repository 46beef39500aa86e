/** What was given up or saved while the browser's cache could not be made to drop its copy. */
import { expect, it } from 'vitest';
import { createBrowserCache } from '#tests/phone/browser-cache.ts';
import { createManualClock } from '#tests/phone/manual-clock.ts';
import { smallStorage } from '#tests/phone/small-storage.ts';
import { createTestPhone, readBody, sampleBody } from '#tests/phone/test-phone.ts';
import { dismissAttention } from './attention.ts';
import { bringBack } from './bring-back.ts';
import { cachesInTime } from './cache-in-time.ts';
import type { Databases } from './databases.ts';
import { deleteDraft, getDraft, putDrafts } from './drafts.ts';
import { rescueIn } from './rescue.ts';
import type { DraftRow } from './rows.ts';
import { saveWork } from './save-work.ts';

const at = (second: number) => `2025-07-09T02:00:0${second}.000Z`;
const read = () => Promise.resolve(readBody);
const draft = (situation: string, second: number): DraftRow => ({
	...{ key: 'visit:r1', kind: 'visit', recordId: 'r1', body: { situation }, typed: {}, baseRev: 0 },
	...{ startedAt: at(0), changedAt: at(second), issues: [] }
});
const visit = (second: number) => ({
	...{ opId: 'op-1', at: at(second), verb: 'put' as const, kind: 'visit', recordId: 'r1', region: '361024' },
	...{ schema: 1, body: sampleBody('visit') }
});

/** The draft of its one form is copied. */
async function phoneWithDraft() {
	const clock = createManualClock();
	const cache = createBrowserCache(clock);
	const storage = smallStorage();
	const { databases: opened } = await createTestPhone();
	/** As each page has them. */
	const page = (): Databases => ({
		...opened,
		rescue: rescueIn(cachesInTime(cache.caches, clock), 'acc', storage)
	});
	const databases = page();
	databases.rescue?.arm();
	await putDrafts(databases, [draft('typed', 1)]);
	expect(cache.addresses()).toEqual(['/rescue/visit:r1']);
	/** With a cache that answers nothing. */
	async function silently<Result>(work: () => Promise<Result>): Promise<Result> {
		cache.hang();
		const done = work();
		let isOver = false;
		done.catch(() => {}).finally(() => (isOver = true));
		for (let turn = 1; !isOver && turn < 2_000; turn++) {
			await new Promise((next) => setImmediate(next));
			const next = clock.nextIn();
			if (turn % 50 === 0 && next !== null) clock.advance(next);
		}
		return done;
	}
	const words = async (where: Databases) => (await getDraft(where, 'visit', 'r1'))?.body;
	return { cache, page, databases, silently, words };
}

it.each([5, 0])('a draft that was saved (second %i) does not come back', async (second) => {
	const { cache, page, databases, silently, words } = await phoneWithDraft();
	await silently(() => saveWork(databases, [visit(second)], readBody));
	await cache.wake();
	const next = page();
	next.rescue?.arm();
	expect(await words(next)).toBeUndefined();
	await bringBack(next, read);
	expect(await words(next)).toBeUndefined();
	expect(cache.addresses()).toEqual([]);
	// What is typed anew is a draft as before.
	await putDrafts(next, [draft('anew', 9)]);
	await bringBack(page(), read);
	expect([await words(next), cache.addresses().length]).toEqual([{ situation: 'anew' }, 2]);
});

it.each([5, 0])('a form can be thrown away for good (second %i)', async (second) => {
	const { cache, page, databases, silently, words } = await phoneWithDraft();
	await silently(() => deleteDraft(databases, 'visit', 'r1', at(second)));
	await cache.wake();
	const next = page();
	next.rescue?.arm();
	expect(await words(next)).toBeUndefined();
	await bringBack(next, read);
	expect([await words(next), cache.addresses()]).toEqual([undefined, []]);
	await putDrafts(next, [draft('anew', 9)]);
	await bringBack(page(), read);
	expect(await words(next)).toEqual({ situation: 'anew' });
});

it('a draft that is there keeps its copy, also where its clock was set back since the last save', async () => {
	const { cache, page, databases } = await phoneWithDraft();
	await saveWork(databases, [visit(5)], readBody);
	await putDrafts(databases, [draft('typed since', 2)]);
	await bringBack(page(), read);
	expect(cache.addresses()).toContain('/rescue/visit:r1');
});

it('waits for no cache where nothing has failed', async () => {
	const { cache, page } = await phoneWithDraft();
	cache.hang();
	const sound = page();
	await deleteDraft(sound, 'visit', 'r1', at(5));
	await dismissAttention(sound, 'op-1', at(6), readBody);
	expect(await sound.saves.run(({ drafts }) => drafts.count())).toBe(0);
});

it('refused work that was taken off the list does not come back', async () => {
	const { cache, page, databases, silently } = await phoneWithDraft();
	await saveWork(databases, [visit(5)], readBody);
	await databases.saves.run(async ({ outbox, attention }) => {
		const operation = await outbox.get('op-1');
		if (!operation) throw new Error('not saved');
		const { opId, recordId, kind } = operation;
		await attention.put({ opId, recordId, kind, operation, verdict: null, why: 'refused', since: at(6) });
		await outbox.delete('op-1');
	});
	expect(cache.addresses()).toContain('/rescue/op-1');
	await silently(() => dismissAttention(databases, 'op-1', at(7), readBody));
	await cache.wake();
	expect(await databases.saves.run(({ attention }) => attention.count())).toBe(0);
	const next = page();
	expect(await bringBack(next, read)).toBe(0);
	expect(cache.addresses()).not.toContain('/rescue/op-1');
});
