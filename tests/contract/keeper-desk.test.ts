/** A store keeper's desk over the sample: the own store and nothing else; and goods that go from one store to another. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listBalances, listGuests } from '#lib/server/desk/stock/balances.ts';
import { belowZero } from '#lib/server/desk/stock/below.ts';
import { moveGoods, reverseMovement, type TypedMovement } from '#lib/server/desk/stock/move-goods.ts';
import type { OpenDesk } from '#lib/server/desk/open-desk.ts';
import { placeLedger } from '#lib/server/desk/stock/place-ledger.ts';
import { recallPlaces, recallSteps } from '#lib/server/desk/stock/recall.ts';
import {
	keptStores,
	placesOf,
	readsWhole,
	stockPlace,
	stockRegions,
	type StockPlace
} from '#lib/server/desk/stock/stock-places.ts';
import { confirmTransfer, openTransfers, transferToConfirm } from '#lib/server/desk/stock/transfers.ts';
import { askedStockRegister } from '#lib/server/registers/asked-stock-register.ts';
import { wholeRegister } from '#lib/server/registers/register.ts';
import { checkStock } from '#lib/server/stock/check-stock.ts';
import { importBench, type ImportBench } from './import-harness.ts';
import { COUNTY, sampleDesk } from './sample-desk.ts';

const FAR = '361028';
const STORE = `store:CK-${COUNTY}`;
const OTHER = `store:CK-${FAR}`;
const TEAM = 'team:TM22';
const SIGNED = { who: '', when: '', why: '' };
let bench: ImportBench;
let keeper: OpenDesk;
let farKeeper: OpenDesk;
let third: OpenDesk;
let auditor: OpenDesk;

beforeAll(async () => {
	bench = await importBench();
	expect((await bench.run()).bad).toEqual([]);
	keeper = await sampleDesk(bench, 'KEEP');
	farKeeper = await sampleDesk(bench, 'KEEP', FAR);
	third = await sampleDesk(bench, 'KEEP', '361024');
	auditor = await sampleDesk(bench, 'AUD');
}, 120_000);
afterAll(() => bench.end());

const at = ({ context }: OpenDesk, place: string) => stockPlace(context, place) as StockPlace;
const towels = (qty: string) => [{ supply: 'CS-H01', batch: '', expiry: '', qty }];
const move = (desk: OpenDesk, more: Partial<TypedMovement>) =>
	moveGoods(desk.actor, desk.context, {
		...{ opId: desk.mintId(), recordId: desk.mintId(), act: 'receive', store: STORE, other: '' },
		...{ date: '2025-10-01', lines: towels('10'), source: '', remark: '', ...more }
	});
async function done(answer: ReturnType<typeof move>): Promise<string> {
	const made = await answer;
	if (!made.done) throw new Error(`${made.why} ${made.issues.join(' ')}`);
	return made.recordId;
}
async function onHand(place: string): Promise<number> {
	const row = await bench.database.reader
		.selectFrom('stock_holding')
		.select('qty')
		.where('place', '=', place)
		.where('supply', '=', 'CS-H01')
		.executeTakeFirst();
	return Number(row?.qty ?? 0) / 1000;
}

describe('a keeper at the desk', () => {
	it('reads the own store and its batches, and neither teams, persons nor other areas', async () => {
		const { context } = keeper;
		expect(stockRegions(context).map(({ code }) => code)).toEqual([COUNTY]);
		expect(placesOf(context, COUNTY).map(({ place }) => place)).toEqual([STORE]);
		expect(keptStores(context).map(({ place }) => place)).toEqual([STORE]);
		expect([STORE, OTHER, TEAM].map((place) => readsWhole(context, at(keeper, place)))).toEqual([
			true,
			false,
			false
		]);
		const { rows } = await listBalances(context, { region: COUNTY });
		expect(new Set(rows.map((row) => row.at.place))).toEqual(new Set([STORE]));
		expect((await listBalances(context, { region: FAR })).rows).toEqual([]);
		expect(await listGuests(context, { region: COUNTY, supply: null })).toEqual([]);
		expect((await placeLedger(context, at(keeper, TEAM))).steps).toEqual([]);
		expect((await placeLedger(context, at(keeper, OTHER))).steps).toEqual([]);
		const { steps } = await placeLedger(context, at(keeper, STORE));
		expect(steps.length).toBeGreaterThan(5);
		expect(steps.filter((step) => step.mayOpen)).toEqual([]);
	});

	it('traces a batch through the own store alone, and is told no recipient', async () => {
		const filter = { batch: '2505F01', supply: null };
		const places = await recallPlaces(keeper.context, filter);
		expect(places.map(({ place }) => place)).toEqual([STORE]);
		const { steps } = await recallSteps(keeper.context, filter, null, 500);
		expect(steps.length).toBeGreaterThan(0);
		expect(steps.filter(({ act, persons }) => act === 'give' || persons.length > 0)).toEqual([]);
		expect((await recallSteps(auditor.context, filter, null, 500)).steps.length).toBeGreaterThan(
			steps.length
		);
	});

	it('takes the ledger register of the own store', async () => {
		const asked = (region: string | null, store: string | null) =>
			askedStockRegister(keeper.context, { region, store, month: '2025-07' }, SIGNED);
		const own = await asked(null, null);
		expect(own).toMatchObject({ region: COUNTY, store: STORE, isWhole: false });
		expect(own.register && (await wholeRegister(own.register)).groups).toHaveLength(1);
		expect(await asked(COUNTY, TEAM)).toMatchObject({ store: STORE });
		expect(await asked(FAR, OTHER)).toMatchObject({ register: null });
	});

	it('records in the own store and takes back there, and nowhere else', async () => {
		const before = await onHand(STORE);
		const made = await done(move(keeper, {}));
		expect(await onHand(STORE)).toBe(before + 10);
		expect(await move(keeper, { store: OTHER })).toMatchObject({ why: 'not-permitted' });
		expect(await move(keeper, { act: 'count', store: TEAM })).toMatchObject({ why: 'not-permitted' });
		const back = (desk: OpenDesk) =>
			reverseMovement(desk.actor, desk.context, {
				...{ opId: desk.mintId(), recordId: desk.mintId(), about: made, remark: '数错了' }
			});
		expect(await back(farKeeper)).toMatchObject({ why: 'no-such-record' });
		expect(await back(keeper)).toMatchObject({ done: true });
		expect(await onHand(STORE)).toBe(before);
	});
});

describe('what a store has less than nothing of', () => {
	it('is told to who reads the store, with the batch and how much', async () => {
		const lines = [{ supply: 'CS-H01', batch: 'NOBODY', expiry: '', qty: '1箱3条' }];
		const id = await done(move(keeper, { act: 'loss', lines }));
		const belowOf = async (desk: OpenDesk, region: string | null = null) =>
			(await belowZero(desk.context, region)).rows.map((row) => [row.at.place, row.batch, row.amount.packs]);
		for (const desk of [keeper, auditor, await sampleDesk(bench, 'REV')])
			expect(await belowOf(desk)).toEqual([[STORE, 'NOBODY', '\u22121箱3条']]);
		expect(await belowOf(farKeeper)).toEqual([]);
		expect(await belowOf(auditor, FAR)).toEqual([]);
		const back = { opId: keeper.mintId(), recordId: keeper.mintId(), about: id, remark: '批号写错' };
		expect(await reverseMovement(keeper.actor, keeper.context, back)).toMatchObject({ done: true });
		expect(await belowOf(auditor)).toEqual([]);
	});
});

describe('goods from one store to another', () => {
	const confirm = (desk: OpenDesk, about: string, qty: string, ids = [desk.mintId(), desk.mintId()]) =>
		confirmTransfer(desk.actor, desk.context, {
			...{ opId: ids[0] ?? '', recordId: ids[1] ?? '', about, date: '2025-10-01' },
			...{ lines: towels(qty), remark: '' }
		});

	it('are in neither until the receiver has counted, who alone confirms, once', async () => {
		const [here, there] = [await onHand(STORE), await onHand(OTHER)];
		const id = await done(move(keeper, { act: 'transfer', other: OTHER }));
		expect([await onHand(STORE), await onHand(OTHER)]).toEqual([here - 10, there]);
		const open = async (desk: OpenDesk, place: string) =>
			(await openTransfers(desk.context, [at(desk, place)])).map((one) => [one.id, one.mayConfirm]);
		expect(await open(keeper, STORE)).toEqual([[id, false]]);
		expect(await open(farKeeper, OTHER)).toEqual([[id, true]]);
		expect(await open(third, 'store:CK-361024')).toEqual([]);
		expect(await transferToConfirm(keeper.context, id)).toBeNull();
		expect(await transferToConfirm(farKeeper.context, id)).toMatchObject({
			lines: [{ supply: 'CS-H01', amount: { qty: 10 } }]
		});

		expect(await confirm(keeper, id, '10')).toMatchObject({ why: 'not-permitted' });
		expect(await confirm(third, id, '10')).toMatchObject({ why: 'not-permitted' });
		expect(await confirm(auditor, id, '10')).toMatchObject({ why: 'not-permitted' });
		expect(await confirm(farKeeper, id, '几箱')).toMatchObject({ why: 'quantity' });
		expect(await onHand(OTHER)).toBe(there);
		const ids = [farKeeper.mintId(), farKeeper.mintId()];
		const twice = await Promise.all([1, 2].map(() => confirm(farKeeper, id, '8', ids)));
		expect(twice.map((one) => one.done)).toEqual([true, true]);
		expect([await onHand(STORE), await onHand(OTHER)]).toEqual([here - 10, there + 8]);
		expect(await confirm(farKeeper, id, '10')).toMatchObject({ why: 'confirmed-already' });
		expect(await open(farKeeper, OTHER)).toEqual([]);
		expect(await bench.database.snapshot(checkStock)).toEqual([]);

		// What came is the receiver's business: its coordinator may open it.
		const far = await sampleDesk(bench, 'REV', FAR);
		const { steps } = await placeLedger(far.context, at(far, OTHER), { supply: 'CS-H01' });
		expect(steps[0]).toMatchObject({ act: 'confirm', mayOpen: true, lines: [{ amount: { qty: 8 } }] });

		// Taken back by either side, all of it is.
		const back = await reverseMovement(farKeeper.actor, farKeeper.context, {
			...{ opId: farKeeper.mintId(), recordId: farKeeper.mintId(), about: id, remark: '送错了' }
		});
		expect(back).toMatchObject({ done: true });
		expect([await onHand(STORE), await onHand(OTHER)]).toEqual([here, there]);
		expect(await bench.database.snapshot(checkStock)).toEqual([]);
	});

	it('stand in both registers, which end at what is there', async () => {
		const id = await done(move(keeper, { act: 'transfer', other: OTHER, lines: towels('1箱') }));
		await done(confirm(farKeeper, id, '1箱'));
		const closing = async (desk: OpenDesk) => {
			const asked = { region: null, store: null, month: '2025-10' };
			const { register } = await askedStockRegister(desk.context, asked, SIGNED);
			if (!register) throw new Error('no register');
			const { columns } = register.frame;
			const cell = (row: readonly unknown[], key: string) => row[columns.findIndex((one) => one.key === key)];
			const rows = (await wholeRegister(register)).groups.flat();
			const own = rows.find((row) => cell(row, 'item') === '毛巾') ?? [];
			return ['in', 'issue', 'closing'].map((key) => cell(own, key));
		};
		const each = keeper.context.reference.get('supply', 'CS-H01')?.unitsPerPack ?? 0;
		expect(await closing(keeper)).toMatchObject([expect.anything(), each, await onHand(STORE)]);
		expect(await closing(farKeeper)).toMatchObject([each, expect.anything(), await onHand(OTHER)]);
	});
});

describe('what a team has less than nothing of', () => {
	it('is told of: an issue that is taken back leaves it short of what it gave out', async () => {
		const city = await sampleDesk(bench, 'CADM');
		const spare = await onHand(TEAM);
		const lines = towels('2');
		const issued = await done(move(keeper, { act: 'issue', other: TEAM, lines }));
		await done(move(keeper, { act: 'return', other: TEAM, lines: towels(String(spare + 2)) }));
		const short = async (desk: OpenDesk, region: string | null = null) =>
			(await belowZero(desk.context, region)).rows.map((row) => [row.at.place, row.supply, row.amount.qty]);
		expect(await short(city)).toEqual([]);
		const back = { opId: keeper.mintId(), recordId: keeper.mintId(), about: issued, remark: '数错了' };
		expect(await reverseMovement(keeper.actor, keeper.context, back)).toMatchObject({ done: true });
		for (const desk of [city, auditor]) expect(await short(desk)).toEqual([[TEAM, 'CS-H01', -2]]);
		expect(await short(city, FAR)).toEqual([]);
		expect(await short(await sampleDesk(bench, 'REV', FAR))).toEqual([]);
		// A keeper reads what is in the own store, and nothing of teams.
		expect(await short(keeper)).toEqual([]);
		await done(move(keeper, { act: 'issue', other: TEAM, lines: towels(String(spare + 2)) }));
		expect(await short(auditor)).toEqual([]);
	});
});
