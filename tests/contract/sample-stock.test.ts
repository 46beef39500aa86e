/** The sample's stock: opened from its handouts, and one with them and with the registers, to the unit. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { milliOf } from '#lib/domain/stock/movement.ts';
import { measureSums } from '#lib/server/figures/measure-sums.ts';
import { handoutRegister } from '#lib/server/registers/handout-register.ts';
import { wholeRegister } from '#lib/server/registers/register.ts';
import { checkStock } from '#lib/server/stock/check-stock.ts';
import { loadReference } from '#lib/server/sync/reference-store.ts';
import { MOVEMENTS, readSampleFile, readSampleSource, STORES } from '#tests/populate/sample-files.ts';
import { openSampleStock, type SampleHandout } from '#tests/populate/sample-stock.ts';
import { importBench, type ImportBench } from './import-harness.ts';

let bench: ImportBench;
beforeAll(async () => {
	bench = await importBench();
	expect((await bench.run()).bad).toEqual([]);
}, 120_000);
afterAll(() => bench.end());

type Sums = Record<string, number>;
const addTo = (sums: Sums, key: string, milli: number) => (sums[key] = (sums[key] ?? 0) + milli);

/** Sums of the ledger by region and supply, of these acts; all without. */
async function ledger(...acts: readonly string[]): Promise<Sums> {
	const rows = await bench.database.reader
		.selectFrom('stock_entry')
		.select(['region', 'supply'])
		.select((eb) => eb.fn.sum<number>('qty').as('milli'))
		.$if(acts.length > 0, (query) => query.where('act', 'in', acts))
		.groupBy(['region', 'supply'])
		.execute();
	return Object.fromEntries(rows.map(({ region, supply, milli }) => [`${region} ${supply}`, Number(milli)]));
}

async function handedOut(): Promise<Sums> {
	const sums: Sums = {};
	for (const { region, lines } of await readSampleFile<SampleHandout[]>('sample/sample-handouts.json'))
		for (const { supply, qty } of lines) addTo(sums, `${region} ${supply}`, milliOf(qty ?? null));
	return sums;
}

const negated = (sums: Sums): Sums =>
	Object.fromEntries(Object.entries(sums).map(([key, milli]) => [key, -milli]));

describe('the stock of the sample', () => {
	it('is what is made of its handouts', async () => {
		const { stores, movements } = openSampleStock(await readSampleSource());
		expect(await readSampleFile(STORES)).toEqual(stores);
		expect(await readSampleFile(MOVEMENTS)).toEqual(movements);
		expect(stores).toHaveLength(13);
	});

	it('has what was received less what was given, in every region, of every supply', async () => {
		const given = await handedOut();
		expect(Object.keys(given)).toHaveLength(Object.keys(await ledger()).length);
		expect(await ledger('give')).toEqual(negated(given));
		const received = await ledger('receive');
		const onHand: Sums = { ...received };
		for (const [key, milli] of Object.entries(given)) addTo(onHand, key, -milli);
		expect(await ledger()).toEqual(onHand);
		for (const [key, milli] of Object.entries(received)) {
			expect(milli % 1000).toBe(0);
			// A tenth more; every batch is rounded up to a whole unit.
			expect(milli).toBeGreaterThanOrEqual((given[key] ?? 0) * 1.1 - 1e-6);
			expect(milli).toBeLessThanOrEqual((given[key] ?? 0) * 1.1 + 8_000);
		}
	});

	it('gives what the figures and the registers of handouts say', async () => {
		const db = bench.database.reader;
		const figures: Sums = {};
		for (const { at, dimension, value } of await supplySums())
			addTo(figures, `${at} ${dimension}`, milliOf(value));
		expect(await ledger('give')).toEqual(negated(figures));

		const reference = await bench.database.snapshot(loadReference);
		const codes = new Map(reference.all('supply').map(({ zh, code }) => [zh, code]));
		const register: Sums = {};
		for (const { region } of reference.all('store')) {
			const source = handoutRegister(db, reference, {
				...{ region, campaign: 'SQL-2025', locale: 'zh-CN', today: '2026-01-01' },
				...{ who: '', why: '', when: '', maskPersons: false }
			});
			const { columns, groups } = await wholeRegister(source);
			const [item, qty] = ['item', 'qty'].map((key) => columns.findIndex((one) => one.key === key));
			for (const cells of groups.flat())
				addTo(register, `${region} ${codes.get(String(cells[item ?? 0]))}`, milliOf(Number(cells[qty ?? 0])));
		}
		expect(register).toEqual(await handedOut());
	});

	it('is below zero nowhere, on no day, and its sums are those of the ledger', async () => {
		const rows = await bench.database.reader
			.selectFrom('stock_entry')
			.select(['place', 'supply', 'batch', 'expiry', 'day', 'qty'])
			.orderBy('day')
			.execute();
		const left: Sums = {};
		let day = '';
		const below: string[] = [];
		const look = () => below.push(...Object.keys(left).filter((key) => (left[key] ?? 0) < 0));
		for (const row of rows) {
			if (row.day !== day) look();
			day = row.day;
			addTo(left, [row.place, row.supply, row.batch, row.expiry].join(' '), Number(row.qty));
		}
		look();
		expect(below).toEqual([]);
		expect(await bench.database.snapshot(checkStock)).toEqual([]);
		const flags = await bench.database.reader
			.selectFrom('flag')
			.select('record_id')
			.where('code', '=', 'R21')
			.execute();
		expect(flags).toEqual([]);
	});
});

const supplySums = async () =>
	(
		await measureSums(
			bench.database.reader,
			{ regions: null, campaign: 'SQL-2025', kind: 'handout' },
			'region'
		)
	).filter(({ name }) => name === 'supply');
