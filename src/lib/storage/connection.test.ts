import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import { createManualClock } from '#tests/phone/manual-clock.ts';
import { connect } from './connection.ts';
import type { PageLife } from './page-life.ts';
import { PersonDatabase, personDatabaseName } from './schema.ts';

const NAME = personDatabaseName('acc');

/** A page that a test puts to sleep. */
function createPage(): PageLife & { sleep(): void; wake(): void } {
	const followers = new Set<readonly [() => void, () => void]>();
	return {
		follow(sleep, wake) {
			const follower = [sleep, wake] as const;
			followers.add(follower);
			return () => void followers.delete(follower);
		},
		sleep: () => followers.forEach(([sleep]) => sleep()),
		wake: () => followers.forEach(([, wake]) => wake())
	};
}

/** A transaction that writes `meta` and goes on until it is let go, as one of a page that sleeps does. */
async function hold(indexedDB: IDBFactory): Promise<{ letGo(): void; over: Promise<void> }> {
	const database = new PersonDatabase(NAME, 'relaxed', indexedDB);
	await database.open();
	let isHeld = true;
	const over = database
		.transaction('rw', database.meta, async () => {
			while (isHeld) await database.meta.put({ key: 'held', value: true });
		})
		.then(() => database.close());
	return { letGo: () => (isHeld = false), over: Promise.resolve(over) };
}

describe('a page that is put to sleep', () => {
	it('holds nothing of its database, and does again what it was in the middle of', async () => {
		const indexedDB = new IDBFactory();
		const page = createPage();
		const timer = createManualClock();
		const sleeper = await connect(new PersonDatabase(NAME, 'strict', indexedDB), { timer, page });
		const other = await connect(new PersonDatabase(NAME, 'strict', indexedDB), { timer });
		const { promise: isBegun, resolve: begun } = Promise.withResolvers<void>();
		let runs = 0;
		const saved = sleeper.run((database) =>
			database.transaction('rw', database.meta, async () => {
				await database.meta.add({ key: 'saved', value: ++runs });
				begun();
				// The page sleeps before this is through.
				for (let turn = 0; turn < 50; turn++) await database.meta.count();
			})
		);
		await isBegun;
		page.sleep();
		let isOver = false;
		void saved.then(() => (isOver = true));
		const seen = () => other.run((database) => database.meta.get('saved'));
		expect(await seen()).toBeUndefined();
		const late = sleeper.run((database) => database.drafts.count());
		for (let turn = 0; turn < 5; turn++) expect(await seen()).toBeUndefined();
		expect([isOver, sleeper.database.isOpen()]).toEqual([false, false]);
		page.wake();
		await saved;
		expect([await late, await seen()]).toEqual([0, { key: 'saved', value: 2 }]);
		sleeper.close();
		page.sleep();
		page.wake();
		expect(sleeper.database.isOpen()).toBe(false);
	});

	it('does not count its sleep among the time in which it is to be opened', async () => {
		const page = createPage();
		const clock = createManualClock();
		const silent = { open: () => ({}), deleteDatabase: () => ({}) } as unknown as IDBFactory;
		const opening = connect(new PersonDatabase(NAME, 'strict', silent), { timer: clock, page });
		let failure = '';
		opening.catch((error: { code: string }) => (failure = error.code));
		page.sleep();
		page.wake();
		clock.advance(10_000);
		await Promise.resolve();
		expect(failure).toBe('');
		clock.advance(10_000);
		await expect.poll(() => failure).toBe('silent');
	});
});

describe('a database that another page holds', () => {
	it('is opened again and asked again; what did not come in time is not done twice', async () => {
		const indexedDB = new IDBFactory();
		const clock = createManualClock();
		const mine = await connect(new PersonDatabase(NAME, 'strict', indexedDB), { timer: clock });
		const other = await hold(indexedDB);
		let runs = 0;
		let reopened = 0;
		mine.onReopened(() => reopened++);
		const saved = mine.run((database) => database.meta.add({ key: 'saved', value: ++runs }));
		await expect.poll(() => runs).toBe(1);
		clock.advance(10_000);
		await expect.poll(() => runs).toBe(2);
		other.letGo();
		await saved;
		expect([await mine.run((database) => database.meta.get('saved')), reopened]).toEqual([
			{ key: 'saved', value: 2 },
			1
		]);
	});

	it('is given up after three deadlines, and nothing is left that would be written later', async () => {
		const indexedDB = new IDBFactory();
		const clock = createManualClock();
		const mine = await connect(new PersonDatabase(NAME, 'strict', indexedDB), { timer: clock });
		const other = await hold(indexedDB);
		let runs = 0;
		const saved = mine.run((database) => database.meta.add({ key: 'saved', value: ++runs }));
		const outcome = expect(saved).rejects.toMatchObject({ name: 'StorageFailure', code: 'silent' });
		for (const turn of [1, 2, 3]) {
			await expect.poll(() => runs).toBe(turn);
			clock.advance(10_000);
		}
		await outcome;
		other.letGo();
		await other.over;
		expect(await mine.run((database) => database.meta.get('saved'))).toBeUndefined();
	});

	it('is waited for once it has answered: other work may only be long', async () => {
		const indexedDB = new IDBFactory();
		const clock = createManualClock();
		const mine = await connect(new PersonDatabase(NAME, 'strict', indexedDB), { timer: clock });
		const other = await hold(indexedDB);
		const first = mine.run((database) => database.meta.get('held'));
		// Of a table that nobody holds.
		expect(await mine.run((database) => database.drafts.count())).toBe(0);
		clock.advance(60_000);
		other.letGo();
		expect(await first).toEqual({ key: 'held', value: true });
	});
});
