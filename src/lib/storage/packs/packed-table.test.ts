import fc from 'fast-check';
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PersonDatabase, type AcceptedRow, type RecordRow } from '#lib/storage/schema.ts';
import { unpack } from './pack.ts';

const idOf = (number: number) => `0192f0aa-0000-7000-8000-${String(number).padStart(12, '0')}`;

function rowOf(number: number, change: Partial<RecordRow> = {}): RecordRow {
	return {
		...{ id: idOf(number), kind: 'visit', base: null, stage: 'on-server', waiting: 0, memberships: {} },
		...{ mine: 1, region: '361002', date: '2026-07-01', team: null, organisation: null, station: null },
		...{ campaign: null, trip: null, parent: null, state: 'pending', no: null, recorder: 'somebody' },
		...{ savedAt: '2026-07-01T00:00:00.000Z', searchText: 'a\nb', ...change }
	};
}

let database: PersonDatabase;

beforeEach(async () => {
	database = new PersonDatabase('somebody', 'relaxed', new IDBFactory());
	await database.open();
	database.records.packFrom = 3;
});
afterEach(() => database.close());

const put = (rows: readonly RecordRow[]) =>
	database.transaction('rw', database.records.tables, async () => await database.records.put(rows));
const remove = (ids: readonly string[]) =>
	database.transaction('rw', database.records.tables, async () => await database.records.delete(ids));
const packedIds = async () =>
	(await database.recordPacks.toArray()).flatMap((pack) => unpack<RecordRow>(pack)).map(({ id }) => id);
const aloneIds = async () => database.records.alone.toCollection().primaryKeys();
const sorted = (rows: readonly (RecordRow | undefined)[]) =>
	rows.filter((row) => row !== undefined).sort((one, other) => (one.id < other.id ? -1 : 1));

describe('records', () => {
	it('go into packs when they come many at once, and come out of them when they are written alone', async () => {
		await put([1, 2, 3, 4].map((number) => rowOf(number)));
		expect([await aloneIds(), await packedIds()]).toEqual([[], [1, 2, 3, 4].map(idOf)]);
		await put([rowOf(2, { trip: 'trip' })]);
		expect([await aloneIds(), await packedIds()]).toEqual([[idOf(2)], [1, 3, 4].map(idOf)]);
		expect(await database.records.get(idOf(2))).toEqual(rowOf(2, { trip: 'trip' }));
		expect(await database.records.get(idOf(3))).toEqual(rowOf(3));
	});

	it('stay by themselves while they wait to be sent, or cannot be read', async () => {
		await put([
			...[1, 2, 3].map((number) => rowOf(number)),
			...[rowOf(4, { stage: 'on-phone' }), rowOf(5, { opaque: 1 })]
		]);
		expect(await aloneIds()).toEqual([idOf(4), idOf(5)]);
		expect(await database.records.count()).toBe(5);
	});

	it('of one id are one: the last', async () => {
		await put([rowOf(1), rowOf(2), rowOf(3), rowOf(1, { no: 'ZF-1' })]);
		expect(await packedIds()).toEqual([1, 2, 3].map(idOf));
		expect((await database.records.get(idOf(1)))?.no).toBe('ZF-1');
	});

	it('are found without a look into the index by who knows in which pack they stand', async () => {
		const rows = Array.from({ length: 20 }, (_, at) => rowOf(at));
		const placeAndPut = () =>
			database.transaction('rw', database.records.tables, async () => {
				await database.records.put(rows, await database.records.place(rows.map(({ id }) => id)));
			});
		await placeAndPut();
		await placeAndPut();
		const [first, second] = await database.briefRows.toArray();
		expect([first?.isNew, second?.isNew]).toEqual([true, false]);
		const { ids = '', packs = new Uint32Array() } = second?.sheet ?? {};
		const guesses = ids.split('\n').map((id, at) => ({ id, pack: packs[at] ?? 0 }));
		const asked = vi.spyOn(database.records.packs, 'where');
		expect(sorted(await database.records.getGuessed(guesses))).toEqual(rows);
		expect(asked).not.toHaveBeenCalled();
		expect((await database.records.getGuessed([{ id: idOf(3) }]))[0]).toEqual(rows[3]);
		expect(asked).toHaveBeenCalled();
	});

	const numbers = fc.uniqueArray(fc.nat(40), { minLength: 1, maxLength: 30 });
	const act = fc.oneof(
		fc.record({
			verb: fc.constant('put' as const),
			numbers,
			trip: fc.constantFrom('one', 'two', null),
			stage: fc.constantFrom('on-server' as const, 'on-phone' as const)
		}),
		fc.record({ verb: fc.constant('delete' as const), numbers })
	);
	const packs = fc.array(fc.nat(12), { minLength: 1, maxLength: 5 });
	it('are what was written last, wherever they stand and wherever somebody looks first', () =>
		fc.assert(
			fc.asyncProperty(fc.array(act, { maxLength: 12 }), numbers, packs, async (acts, asked, guessed) => {
				await Promise.all([database.records.alone.clear(), database.recordPacks.clear()]);
				const model = new Map<string, RecordRow>();
				for (const one of acts) {
					if (one.verb === 'delete') {
						await remove(one.numbers.map(idOf));
						for (const number of one.numbers) model.delete(idOf(number));
					} else {
						const rows = one.numbers.map((number) => rowOf(number, { trip: one.trip, stage: one.stage }));
						await put(rows);
						for (const row of rows) model.set(row.id, row);
					}
				}
				const ids = asked.map(idOf);
				expect(await database.records.getMany(ids)).toEqual(ids.map((id) => model.get(id)));
				expect(await Promise.all(ids.map((id) => database.records.get(id)))).toEqual(
					ids.map((id) => model.get(id))
				);
				const guesses = ids.map((id, at) => ({ id, pack: guessed[at % guessed.length] ?? 0 }));
				expect(await database.records.getGuessed(guesses)).toEqual(ids.map((id) => model.get(id)));
				const all = [...model.values()];
				expect(sorted(await database.records.filter(() => true))).toEqual(sorted(all));
				expect(await database.records.count()).toBe(model.size);
				expect(sorted(await database.records.with('trip', ['one']))).toEqual(
					sorted(all.filter(({ trip }) => trip === 'one'))
				);
				// In one place only.
				const places = [...(await aloneIds()), ...(await packedIds())];
				expect(places.length).toBe(new Set(places).size);
			}),
			{ numRuns: 60 }
		));
});

describe('the newest records of a day', () => {
	const row = fc.record({
		number: fc.nat(200),
		day: fc.integer({ min: 1, max: 3 }),
		minute: fc.integer({ min: 10, max: 59 }),
		mine: fc.constantFrom(0 as const, 1 as const)
	});
	it('may lie in packs that came one after the other', async () => {
		const page = (minutes: readonly number[]) =>
			put(minutes.map((minute) => rowOf(minute, { savedAt: `2026-07-01T00:${minute}:00.000Z` })));
		await page([10, 12, 14]);
		await page([11, 13, 15]);
		const found = await database.records.packedNewest('2026-07-01 ', 3, () => true);
		expect(sorted(found).map(({ id }) => id)).toEqual([13, 14, 15].map(idOf));
	});

	it('are those of the higher ids where a whole import is of one instant, without reading all of it', async () => {
		for (let page = 0; page < 10; page++)
			await put(Array.from({ length: 100 }, (_, at) => rowOf(page + at * 10)));
		let read = 0;
		database.recordPacks.hook('reading', (pack) => {
			read++;
			return pack;
		});
		const found = await database.records.packedNewest('2026-07-01 ', 3, () => true);
		expect(sorted(found).map(({ id }) => id)).toEqual([997, 998, 999].map(idOf));
		// One of each page, and those after them that were asked for with the last.
		expect(read).toBeLessThan(20);
	});

	it('are the same as of all of them read', () =>
		fc.assert(
			fc.asyncProperty(fc.array(row, { maxLength: 150 }), fc.nat(20), async (given, limit) => {
				await Promise.all([database.records.alone.clear(), database.recordPacks.clear()]);
				const rows = given.map(({ number, day, minute, mine }) => {
					const date = `2026-07-0${day}`;
					return rowOf(number, { date, mine, savedAt: `2026-07-05T00:${minute}:00.${100 + number}Z` });
				});
				// As they come: some pages after another.
				for (let from = 0; from < rows.length; from += 40) await put(rows.slice(from, from + 40));
				const all = await database.records.packedFilter(
					({ date, mine }) => date === '2026-07-02' && mine === 1
				);
				const newest = (list: readonly RecordRow[]) => list.map(({ savedAt }) => savedAt).sort();
				const found = await database.records.packedNewest('2026-07-02 ', limit, ({ mine }) => mine === 1);
				expect(newest(found)).toEqual(newest(all).slice(Math.max(0, all.length - limit)));
			}),
			{ numRuns: 40 }
		));
});

describe('accepted work', () => {
	const accepted = (number: number, acceptedAt: string): AcceptedRow =>
		({ opId: idOf(number), recordId: 'one', acceptedAt, n: number, body: {} }) as unknown as AcceptedRow;

	it('goes when it is old, a pack once all of it is', async () => {
		database.journal.packFrom = 2;
		const write = (rows: readonly AcceptedRow[]) =>
			database.transaction('rw', database.journal.tables, async () => await database.journal.put(rows));
		await write([accepted(1, '2026-06-01'), accepted(2, '2026-06-02')]);
		await write([accepted(3, '2026-06-01'), accepted(4, '2026-06-09')]);
		await write([accepted(5, '2026-06-01')]);
		await database.transaction('rw', database.journal.tables, async () => {
			await database.journal.trim('acceptedAt', '2026-06-05');
		});
		const left = await database.journal.with('record', ['one']);
		expect(left.map(({ n }) => n)).toEqual([3, 4]);
	});
});
