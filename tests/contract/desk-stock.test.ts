/** The stock at the desk over the sample: who sees what, what is recorded there, and who got a batch. */
import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { balancesAt, listBalances, listGuests } from '#lib/server/desk/stock/balances.ts';
import { moveGoods, reverseMovement, type TypedMovement } from '#lib/server/desk/stock/move-goods.ts';
import type { OpenDesk } from '#lib/server/desk/open-desk.ts';
import { placeLedger } from '#lib/server/desk/stock/place-ledger.ts';
import { recallPlaces, recallSteps } from '#lib/server/desk/stock/recall.ts';
import { recallSheet } from '#lib/server/desk/stock/recall-sheet.ts';
import { stockPlace, type StockPlace } from '#lib/server/desk/stock/stock-places.ts';
import { closeStore, openStore, renameStore } from '#lib/server/desk/stock/stores.ts';
import { registerXlsx } from '#lib/server/registers/register-xlsx.ts';
import { checkStock } from '#lib/server/stock/check-stock.ts';
import { importBench, type ImportBench } from './import-harness.ts';
import { COUNTY, sampleDesk } from './sample-desk.ts';

const STORE = `store:CK-${COUNTY}`;
const TEAM = 'team:TM22';
const FAR = '361028';
let bench: ImportBench;
let county: OpenDesk;
let far: OpenDesk;
let city: OpenDesk;
let auditor: OpenDesk;

beforeAll(async () => {
	bench = await importBench();
	expect((await bench.run()).bad).toEqual([]);
	county = await sampleDesk(bench, 'REV');
	far = await sampleDesk(bench, 'REV', FAR);
	city = await sampleDesk(bench, 'CADM');
	auditor = await sampleDesk(bench, 'AUD');
}, 120_000);
afterAll(() => bench.end());

const at = ({ context }: OpenDesk, place: string) => stockPlace(context, place) as StockPlace;
const typed = (desk: OpenDesk, more: Partial<TypedMovement>): TypedMovement => ({
	...{ opId: desk.mintId(), recordId: desk.mintId(), act: 'receive', store: STORE, other: '' },
	...{ date: '2025-10-01', lines: [], source: '', remark: '', ...more }
});
const towels = (qty: string, batch = '', expiry = '') => [{ supply: 'CS-H01', batch, expiry, qty }];
const move = (desk: OpenDesk, more: Partial<TypedMovement>) =>
	moveGoods(desk.actor, desk.context, typed(desk, more));
async function onHand(place: string, supply = 'CS-H01'): Promise<number> {
	const row = await bench.database.reader
		.selectFrom('stock_holding')
		.select('qty')
		.where('place', '=', place)
		.where('supply', '=', supply)
		.executeTakeFirst();
	return Number(row?.qty ?? 0) / 1000;
}

describe('balances', () => {
	it('come with the soonest expiry first, and only of the areas that are read', async () => {
		const { rows } = await listBalances(county.context, { region: COUNTY });
		expect(rows.length).toBeGreaterThan(20);
		expect(new Set(rows.map((row) => row.at.region))).toEqual(new Set([COUNTY]));
		const dated = rows.map((row) => row.expiry || '9999');
		expect(dated).toEqual([...dated].sort());
		const packed = rows.find((row) => row.supply === 'CS-H01');
		expect(packed?.amount.packs).toMatch(/^\d+箱/);
		const expiring = await listBalances(
			{ ...county.context, today: '2026-06-01' },
			{ region: COUNTY, only: 'expiring' }
		);
		expect(new Set(expiring.rows.map((row) => row.expires))).toEqual(new Set(['expired', 'soon']));
		expect((await listBalances(county.context, { region: COUNTY, only: 'below' })).rows).toEqual([]);
	});

	it('show of a team from elsewhere what it drew here less what it gave out here', async () => {
		const here = await listGuests(county.context, { region: COUNTY, supply: null });
		expect(new Set(here.map((row) => row.at.place))).toEqual(new Set([TEAM]));
		const rows = await bench.database.reader
			.selectFrom('stock_entry')
			.select(['supply', 'qty'])
			.where('place', '=', TEAM)
			.where('region', '=', COUNTY)
			.execute();
		for (const { supply, amount } of here) {
			const own = rows.filter((row) => row.supply === supply);
			expect(amount.qty).toBe(own.reduce((all, row) => all + Number(row.qty), 0) / 1000);
		}
		const whole = await balancesAt(city.context, [at(city, TEAM)]);
		expect(whole.length).toBeGreaterThan(0);
	});
});

describe('a movement recorded at the desk', () => {
	it('is read in cases and loose units, and comes once however often it is sent', async () => {
		const before = await onHand(STORE);
		const form = typed(county, { lines: towels('3箱5条', 'B0001', '2027-01-01') });
		const twice = await Promise.all([1, 2].map(() => moveGoods(county.actor, county.context, form)));
		expect(twice).toEqual([1, 2].map(() => ({ done: true, recordId: form.recordId })));
		const each = county.context.reference.get('supply', 'CS-H01')?.unitsPerPack ?? 0;
		expect(await onHand(STORE)).toBe(before + 3 * each + 5);
		expect(await bench.database.snapshot(checkStock)).toEqual([]);
	});

	it('goes to a team and back; below zero is taken and listed', async () => {
		const [store, team] = [await onHand(STORE), await onHand(TEAM)];
		expect(await move(county, { act: 'issue', other: TEAM, lines: towels('10') })).toMatchObject({
			done: true
		});
		expect(await move(county, { act: 'return', other: TEAM, lines: towels('4') })).toMatchObject({
			done: true
		});
		expect([await onHand(STORE), await onHand(TEAM)]).toEqual([store - 6, team + 6]);
		expect(await move(county, { act: 'loss', lines: towels('3', 'NOBODY') })).toMatchObject({ done: true });
		const { rows } = await listBalances(county.context, { region: COUNTY, only: 'below' });
		expect(rows.map((row) => [row.batch, row.amount.qty])).toEqual([['NOBODY', -3]]);
	});

	it('says what is wrong and records nothing', async () => {
		const before = await onHand(STORE);
		expect(await move(county, { lines: towels('三五箱') })).toMatchObject({ done: false, why: 'quantity' });
		expect(await move(county, { lines: [] })).toMatchObject({ done: false, why: 'rule' });
		const tracked = [{ supply: 'CS-M02', batch: '', expiry: '', qty: '5' }];
		expect(await move(county, { lines: tracked })).toMatchObject({ done: false, why: 'rule' });
		expect(await move(county, { act: 'issue', lines: towels('1') })).toMatchObject({
			done: false,
			why: 'rule'
		});
		expect(await move(county, { date: '2025-10-09', lines: towels('1') })).toMatchObject({ done: false });
		expect(await move(far, { lines: towels('1') })).toMatchObject({ done: false, why: 'not-permitted' });
		expect(await move(auditor, { lines: towels('1') })).toMatchObject({ done: false, why: 'not-permitted' });
		expect(await onHand(STORE)).toBe(before);
	});

	it('is taken back once, with its reason, and its ledger says so', async () => {
		const before = await onHand(STORE);
		const answer = await move(county, { lines: towels('50'), source: '供货单位甲' });
		if (!answer.done) throw new Error(answer.why);
		const back = (desk: OpenDesk, remark = '数错了') =>
			reverseMovement(desk.actor, desk.context, {
				...{ opId: desk.mintId(), recordId: desk.mintId(), about: answer.recordId, remark }
			});
		expect(await back(county, '')).toMatchObject({ done: false, why: 'reason-missing' });
		expect(await back(far)).toMatchObject({ done: false, why: 'no-such-record' });
		expect(await back(auditor)).toMatchObject({ done: false, why: 'not-permitted' });
		const open = (await placeLedger(county.context, at(county, STORE), { supply: 'CS-H01' })).steps;
		expect(open.find((step) => step.record === answer.recordId)).toMatchObject({
			...{ act: 'receive', to: '临川区总工会物资库', source: '供货单位甲', mayReverse: true }
		});
		expect(await back(county)).toMatchObject({ done: true });
		expect(await back(county)).toMatchObject({ done: false, why: 'reversed-already' });
		expect(await onHand(STORE)).toBe(before);
		const { steps } = await placeLedger(county.context, at(county, STORE), { supply: 'CS-H01' });
		const own = steps.filter((step) => step.group === answer.recordId);
		expect(own.map((step) => [step.act, step.mayReverse, step.lines[0]?.amount.qty]).sort()).toEqual([
			['receive', false, 50],
			['reversal', false, -50]
		]);
		expect(await bench.database.snapshot(checkStock)).toEqual([]);
	});
});

describe('a place’s ledger', () => {
	it('is read page by page without a gap, and of a team from elsewhere only what happened here', async () => {
		const whole = await placeLedger(county.context, at(county, STORE), { limit: 10_000 });
		const lines = whole.steps.reduce((all, step) => all + step.lines.length, 0);
		let read = 0;
		for (let after: string | null = null; ;) {
			const page = await placeLedger(county.context, at(county, STORE), { after, limit: 40 });
			read += page.steps.reduce((all, step) => all + step.lines.length, 0);
			after = page.next;
			if (after === null) break;
		}
		expect(read).toBe(lines);
		const gave = (desk: OpenDesk) => placeLedger(desk.context, at(desk, TEAM), { limit: 10_000 });
		const handouts = async (desk: OpenDesk) =>
			new Set((await gave(desk)).steps.flatMap((step) => (step.act === 'give' ? [step.group] : []))).size;
		expect(await handouts(county)).toBe(136);
		expect(await handouts(city)).toBe(663);
		expect((await placeLedger(far.context, at(far, STORE))).steps).toEqual([]);
	});
});

describe('who got a batch', () => {
	const filter = { batch: '2505F01', supply: null };

	it('names every place, movement and handout of it, and nothing of other areas', async () => {
		const steps = await allSteps(city);
		const rows = await bench.database.reader
			.selectFrom('stock_entry')
			.select(['record_id', 'region', 'place', 'qty'])
			.where('batch', '=', filter.batch)
			.execute();
		expect(new Set(steps.map((step) => step.record))).toEqual(new Set(rows.map((row) => row.record_id)));
		const places = await recallPlaces(city.context, filter);
		expect(new Set(places.map((one) => one.place))).toEqual(new Set(rows.map((row) => row.place)));
		for (const one of places) {
			const own = rows.filter((row) => row.place === one.place);
			expect(one.left.qty).toBe(own.reduce((all, row) => all + Number(row.qty), 0) / 1000);
		}
		const here = await allSteps(county);
		const wanted = rows.filter((row) => row.region === COUNTY).map((row) => row.record_id);
		expect(new Set(here.map((step) => step.record))).toEqual(new Set(wanted));
		expect(here.length).toBeLessThan(steps.length);
	});

	it('gives names to those who handle the area, masked ones to the auditor', async () => {
		const given = (await allSteps(county)).filter((step) => step.act === 'give');
		expect(given.every((step) => step.to !== '')).toBe(true);
		const names = given.flatMap((step) => step.persons);
		expect(names.some((name) => name.includes('示'))).toBe(true);
		const masked = (await allSteps(auditor)).flatMap((step) => step.persons);
		expect(masked.length).toBeGreaterThan(names.length);
		expect(masked.filter((name) => name.includes('示'))).toEqual([]);
	});

	it('is a sheet with every one of them', async () => {
		const signed = { who: '罗示达', when: '2026-01-01 09:00', why: '追溯' };
		const sheet = recallSheet(county.context, filter, signed);
		const book = await readXlsx(await new Response(await registerXlsx(sheet)).bytes());
		const rows = book.sheets[0]?.rows ?? [];
		const steps = await allSteps(county);
		expect(rows).toHaveLength(3 + steps.length + 3);
		expect(rows[1]?.[0]).toContain('批号：2505F01');
		expect(rows.at(-1)?.[0]).toBe('导出人：罗示达　时间：2026-01-01 09:00　用途：追溯');
	});

	async function allSteps(desk: OpenDesk) {
		const found: Awaited<ReturnType<typeof recallSteps>>['steps'][number][] = [];
		for (let after: string | null = null; ;) {
			const page = await recallSteps(desk.context, filter, after, 37);
			found.push(...page.steps);
			after = page.next;
			if (after === null) return found;
		}
	}
});

describe('a store', () => {
	const actor = () => ({
		database: bench.database,
		account: city.context.account,
		now: new Date('2025-10-02')
	});

	it('is opened, renamed, and closed when it is empty; each act is in the audit log', async () => {
		const names = { zh: '东乡区第二物资库', en: '' };
		expect(await openStore(actor(), '361003', names)).toEqual({ done: true, code: 'CK-361003-2' });
		expect(await openStore(actor(), '361003', names)).toMatchObject({ why: 'name-taken' });
		expect(await openStore(actor(), '999999', { zh: '无', en: '' })).toMatchObject({ why: 'no-such-record' });
		const renamed = { zh: '东乡区北部物资库', en: 'North' };
		expect(await renameStore(actor(), 'CK-361003-2', renamed)).toMatchObject({ done: true });
		expect(await closeStore(actor(), `CK-${COUNTY}`, true)).toMatchObject({ why: 'not-empty' });
		expect(await closeStore(actor(), 'CK-361003-2', true)).toMatchObject({ done: true });
		const { context } = await sampleDesk(bench, 'CADM');
		expect(stockPlace(context, 'store:CK-361003-2')).toMatchObject({
			name: '东乡区北部物资库',
			closed: true
		});
		const noted = await bench.database.reader
			.selectFrom('audit_log')
			.select(['action', 'subject', 'actor'])
			.where('action', 'like', 'store-%')
			.execute();
		expect(noted.map(({ action, subject }) => `${action} ${subject}`).sort()).toEqual(
			['closed', 'opened', 'renamed'].map((act) => `store-${act} store:CK-361003-2`)
		);
	});
});
