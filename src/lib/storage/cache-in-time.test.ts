import { expect, it } from 'vitest';
import { createBrowserCache } from '#tests/phone/browser-cache.ts';
import { createManualClock, type ManualClock } from '#tests/phone/manual-clock.ts';
import { smallStorage } from '#tests/phone/small-storage.ts';
import { createTestPhone, readBody, sampleBody } from '#tests/phone/test-phone.ts';
import { bringBack } from './bring-back.ts';
import { cachesInTime } from './cache-in-time.ts';
import type { Databases } from './databases.ts';
import { getDraft, putDrafts } from './drafts.ts';
import { readCopies, rescueIn } from './rescue.ts';
import { keepReserve, withReserve } from './reserve.ts';
import type { DraftRow } from './rows.ts';
import { saveWork } from './save-work.ts';
import { spareRoomIn } from './spare-room.ts';

const DEADLINE = 10_000;
const AT = '2025-07-09T02:00:00.000Z';
const read = () => Promise.resolve(readBody);
const visit = (recordId: string) => ({
	...{ opId: `op-${recordId}`, at: AT, verb: 'put' as const, kind: 'visit', recordId, region: '361024' },
	...{ schema: 1, body: sampleBody('visit') }
});
const draft = (recordId: string, situation: string, second: number): DraftRow => ({
	...{ key: `visit:${recordId}`, kind: 'visit', recordId, body: { situation }, typed: {}, baseRev: 0 },
	...{ startedAt: AT, changedAt: `2025-07-09T02:00:0${second}.000Z`, issues: [] }
});

/** Time goes on whenever nothing else does. @returns what `work` comes to, and the milliseconds that it took */
async function passing<Result>(clock: ManualClock, work: Promise<Result>): Promise<[Result, number]> {
	const began = clock.now();
	let isOver = false;
	work.catch(() => {}).finally(() => (isOver = true));
	for (let turn = 1; !isOver; turn++) {
		if (turn > 2_000) throw new Error('it never settles');
		await new Promise((next) => setImmediate(next));
		const next = clock.nextIn();
		if (turn % 50 === 0 && next !== null) clock.advance(next);
	}
	return [await work, clock.now() - began];
}

async function phone() {
	const clock = createManualClock();
	const cache = createBrowserCache(clock);
	const storage = smallStorage();
	const { databases: opened } = await createTestPhone();
	const caches = () => cachesInTime(cache.caches, clock);
	/** As each page has them. */
	const page = (): Databases => ({
		...opened,
		rescue: rescueIn(caches(), 'acc', storage),
		spare: spareRoomIn(caches(), () => {})
	});
	return { clock, cache, page, databases: page() };
}

it('opens without the copies where the cache is silent, and looks for them again', async () => {
	const { clock, cache, page, databases } = await phone();
	databases.rescue?.arm();
	await saveWork(databases, [visit('r1')], readBody);
	cache.hang();
	const next = page();
	expect(await passing(clock, bringBack(next, read))).toEqual([0, DEADLINE]);
	expect(next.rescue?.isArmed).toBe(true);
	await cache.wake();
	expect((await readCopies(next.rescue)).work).toMatchObject([{ opId: 'op-r1' }]);
});

it.each([0, 1, 2, 3, 4])(
	'opens also where %i calls were answered before it fell silent',
	async (answered) => {
		const { clock, cache, page, databases } = await phone();
		databases.rescue?.arm();
		await putDrafts(databases, [draft('r1', 'typed', 1)]);
		cache.hang(answered);
		const [copies, took] = await passing(clock, readCopies(page().rescue));
		expect([copies.drafts, took]).toEqual([[], DEADLINE]);
	}
);

it('takes a copy that is not answered for one to be looked for again, and one that is torn for none', async () => {
	const { clock, cache, page, databases } = await phone();
	databases.rescue?.arm();
	await saveWork(databases, [visit('r1')], readBody);
	await databases.saves.run(({ outbox, meta }) => Promise.all([outbox.clear(), meta.clear()]));
	const next = page();
	// All but the body of the copy.
	cache.hang(4);
	await passing(clock, readCopies(next.rescue));
	expect(next.rescue?.isArmed).toBe(true);
	await cache.wake();
	const kept = await cache.caches.open('liangfeng-rescue-acc');
	await kept.put('/rescue/op-r0', new Response('{"not":"whole'));
	await passing(clock, saveWork(next, [visit('r2')], readBody));
	const waiting = await next.saves.run(({ outbox }) => outbox.orderBy('n').primaryKeys());
	expect(waiting).toEqual(['op-r1', 'op-r2']);
});

it('puts back what was lost although copies of what has arrived cannot be dropped', async () => {
	const { clock, cache, page, databases } = await phone();
	databases.rescue?.arm();
	await saveWork(databases, [visit('r1'), visit('r2')], readBody);
	await databases.saves.run(async ({ outbox, attention }) => {
		const row = await outbox.get('op-r1');
		if (!row) throw new Error('not saved');
		const { opId, recordId, kind } = row;
		await attention.put({ opId, recordId, kind, operation: row, verdict: null, why: 'refused', since: AT });
		await outbox.bulkDelete(['op-r1', 'op-r2']);
	});
	const next = page();
	const copies = await readCopies(next.rescue);
	cache.hang();
	expect(await passing(clock, bringBack(next, read, Promise.resolve(copies)))).toEqual([1, DEADLINE]);
	const waiting = await next.saves.run(({ outbox }) => outbox.toCollection().primaryKeys());
	expect(waiting).toEqual(['op-r2']);
});

it('saves, keeps a draft and opens a form with one wait for a cache that is silent', async () => {
	const { clock, cache, databases } = await phone();
	databases.rescue?.arm();
	cache.hang();
	const [saved, took] = await passing(clock, saveWork(databases, [visit('r1')], readBody));
	expect([saved[0]?.opId, took]).toEqual(['op-r1', DEADLINE]);
	const typed = draft('r2', 'typed', 1);
	expect((await passing(clock, putDrafts(databases, [typed])))[1]).toBe(0);
	expect(await passing(clock, getDraft(databases, 'visit', 'r2'))).toMatchObject([{ body: typed.body }, 0]);
});

it.each(['save', 'draft', 'form'] as const)(
	'settles where the cache falls silent with a %s',
	async (what) => {
		const { clock, cache, databases } = await phone();
		databases.rescue?.arm();
		await putDrafts(databases, [draft('r1', 'typed', 1)]);
		cache.hang(what === 'form' ? 2 : 1);
		const work = {
			save: () => saveWork(databases, [visit('r1')], readBody),
			draft: () => putDrafts(databases, [draft('r1', 'typed', 2)]),
			form: () => getDraft(databases, 'visit', 'r1')
		};
		expect((await passing(clock, Promise.resolve(work[what]())))[1]).toBe(DEADLINE);
	}
);

it('goes on without room where the cache does not give any, and does not lay it down for ever', async () => {
	const { clock, cache, databases } = await phone();
	cache.hang();
	const pause = (millis: number) => new Promise<void>((settle) => clock.after(millis, settle));
	let tries = 0;
	const full = () =>
		++tries < 4 ? Promise.reject(new DOMException('', 'AbortError')) : Promise.resolve('saved');
	const [saved] = await passing(clock, withReserve({ ...databases, pause }, full));
	expect(saved).toBe('saved');
	const laid = keepReserve(databases, () => {}).catch(() => 'failed');
	expect((await passing(clock, laid))[0]).toBe('failed');
});

it('waits for a slow cache, each time', async () => {
	const { clock, cache, page, databases } = await phone();
	databases.rescue?.arm();
	cache.slow(DEADLINE - 1);
	await passing(clock, putDrafts(databases, [draft('r1', 'typed', 1), draft('r2', 'typed', 1)]));
	expect(cache.addresses()).toEqual(['/rescue/visit:r1', '/rescue/visit:r2']);
	const [copies] = await passing(clock, readCopies(page().rescue));
	expect(copies.drafts).toHaveLength(2);
	expect(clock.nextIn()).toBeNull();
});

it('writes nothing over what may still come late, and everything once it has come', async () => {
	const { clock, cache, page, databases } = await phone();
	const { rescue } = databases;
	rescue?.arm();
	await rescue?.keep([draft('r2', 'older', 0)]);
	cache.hang(1);
	await passing(clock, putDrafts(databases, [draft('r1', 'first', 1)]));
	// Were this one written now, the one before would come over it.
	await passing(clock, putDrafts(databases, [draft('r1', 'second', 2)]));
	await expect(rescue?.drop(['visit:r2'])).rejects.toMatchObject({ code: 'silent' });
	expect(cache.waiting).toBe(1);
	await cache.wake();
	await passing(clock, putDrafts(databases, [draft('r1', 'third', 3)]));
	await rescue?.drop(['visit:r2']);
	const { drafts } = await readCopies(page().rescue);
	expect(drafts).toMatchObject([{ body: { situation: 'third' } }]);
});

it('passes on what a cache says by itself', async () => {
	const { clock } = await phone();
	const closed = { open: () => Promise.reject(new DOMException('', 'UnknownError')) };
	const caches = cachesInTime(closed as unknown as CacheStorage, clock);
	await expect(caches.open('one')).rejects.toMatchObject({ name: 'UnknownError' });
	const broken = {
		open: () => {
			throw new DOMException('', 'SecurityError');
		}
	};
	const never = cachesInTime(broken as unknown as CacheStorage, clock);
	for (let turn = 0; turn < 2; turn++) {
		await expect(never.open('one')).rejects.toMatchObject({ name: 'SecurityError' });
		clock.advance(DEADLINE);
	}
});
