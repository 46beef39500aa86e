/** The ledger register over the sample: every row adds up, month follows month, and its handouts are those of the registers. */
import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseQuantity } from '#lib/domain/packs.ts';
import type { DeskContext } from '#lib/server/desk/desk-context.ts';
import { moveGoods } from '#lib/server/desk/stock/move-goods.ts';
import { measureSums } from '#lib/server/figures/measure-sums.ts';
import { wholeRegister, type Register } from '#lib/server/registers/register.ts';
import { registerXlsx } from '#lib/server/registers/register-xlsx.ts';
import { stockRegister } from '#lib/server/registers/stock-register.ts';
import { importBench, type ImportBench } from './import-harness.ts';
import { COUNTY, sampleDesk } from './sample-desk.ts';

const MONTHS = ['2025-05', '2025-06', '2025-07', '2025-08', '2025-09', '2025-10'];
const SIGNED = { who: '罗示达', when: '2026-01-01 09:00', why: '月报' };
let bench: ImportBench;
let context: DeskContext;

beforeAll(async () => {
	bench = await importBench();
	expect((await bench.run()).bad).toEqual([]);
	({ context } = await sampleDesk(bench, 'CADM'));
}, 120_000);
afterAll(() => bench.end());

type Row = Readonly<Record<string, string | number | null>> & {
	readonly holder: string;
	readonly item: string;
};

const registerOf = (region: string, month: string, store: string | null = null) =>
	stockRegister(context, { region, month, store, ...SIGNED });

/** The rows with the keeper of each. */
function rowsOf({ columns, groups }: Register): Row[] {
	const holder = columns.findIndex((one) => one.key === 'holder');
	return groups.flatMap((group) =>
		group
			.filter(([item]) => item !== null)
			.map((cells) => {
				const row = Object.fromEntries(
					columns.map(({ key }, at) => [key, cells[at] as string | number | null])
				);
				return { ...row, holder: String(group[0]?.[holder]) } as Row;
			})
	);
}
const n = (cell: string | number | null | undefined) => Number(cell ?? 0);
const sum = (row: Row) =>
	row['in'] === null
		? n(row['opening']) + n(row['issue']) - n(row['give']) - n(row['back'])
		: n(row['opening']) + n(row['in']) - n(row['issue']) + n(row['back']);
const close = (value: number) => Math.round(value * 1000) / 1000;
const regions = () => context.reference.all('store').map((store) => store.region);

describe('the ledger register', () => {
	it('adds up in every row, and opens with what the month before closed with', async () => {
		let rows = 0;
		for (const region of regions()) {
			let before = new Map<string, number>();
			for (const month of MONTHS) {
				const own = rowsOf(await wholeRegister(registerOf(region, month)));
				const after = new Map<string, number>();
				for (const row of own) {
					rows++;
					const key = `${row.holder} ${row.item}`;
					expect(close(sum(row) - n(row['loss']) - n(row['expired']) + n(row['diff'])), key).toBe(
						row['closing']
					);
					expect(row['opening'], key).toBe(before.get(key) ?? 0);
					if (n(row['closing']) !== 0) after.set(key, n(row['closing']));
					before.delete(key);
				}
				expect([...before.values()].filter((left) => left !== 0)).toEqual([]);
				before = after;
			}
		}
		expect(rows).toBeGreaterThan(500);
	});

	it('hands out what the figures say, and closes with what is on hand, to the unit', async () => {
		const given = new Map<string, number>();
		const left = new Map<string, number>();
		const add = (sums: Map<string, number>, key: string, value: number) =>
			sums.set(key, close((sums.get(key) ?? 0) + value));
		for (const region of regions()) {
			for (const month of MONTHS)
				for (const row of rowsOf(await wholeRegister(registerOf(region, month))))
					if (n(row['give']) !== 0) add(given, `${region} ${row.item}`, n(row['give']));
			for (const row of rowsOf(await wholeRegister(registerOf(region, '2025-10'))))
				add(left, `${region} ${row.item}`, n(row['closing']));
		}
		const filter = { regions: null, campaign: 'SQL-2025', kind: 'handout' };
		const figures = new Map<string, number>();
		const received = new Map<string, number>();
		const nameOf = (code: string) => context.reference.get('supply', code)?.zh ?? '';
		for (const one of await measureSums(bench.database.reader, filter, 'region'))
			if (one.name === 'supply') add(figures, `${one.at} ${nameOf(one.dimension)}`, one.value);
		expect(Object.fromEntries(given)).toEqual(Object.fromEntries(figures));
		const receipts = await bench.database.reader
			.selectFrom('stock_entry')
			.select(['region', 'supply', 'qty'])
			.where('act', '=', 'receive')
			.execute();
		for (const { region, supply, qty } of receipts)
			add(received, `${region} ${nameOf(supply)}`, Number(qty) / 1000);
		for (const [key, came] of received) expect(left.get(key), key).toBe(close(came - (given.get(key) ?? 0)));
	});

	it('is a sheet with title, unit and date, header, rows, total, signatures and who exported it', async () => {
		const source = registerOf(COUNTY, '2025-07');
		const register = await wholeRegister(source);
		const book = await readXlsx(await new Response(await registerXlsx(source)).bytes());
		const rows = book.sheets[0]?.rows ?? [];
		expect(rows[0]?.[0]).toBe('防暑降温物资收发存台账');
		expect(rows[1]?.[0]).toBe('填报单位：临川区总工会　　统计期：2025-07　　填报日期：2025-10-01');
		expect(rows[2]).toEqual(
			'物资名称 规格 单位 期初结存 入库 领用 发放 退库 损耗 过期报废 期末结存 盘点数 差异 保管人'.split(' ')
		);
		const lines = register.groups.flat().length;
		expect(rows[3 + lines]?.[0]).toBe('合计');
		expect(rows[3 + lines]?.[10]).toMatch(/^\d+(\.\d+)?瓶\n/);
		expect(rows[4 + lines]?.[0]).toMatch(/^制表人/);
		expect(rows[5 + lines]?.[0]).toBe('导出人：罗示达　时间：2026-01-01 09:00　用途：月报');
		expect(rows).toHaveLength(6 + lines);
		const first = rows[3] ?? [];
		expect(first[13]).toBe('临川区总工会物资库\n朱示晴');
		// Every quantity of a supply with packs stands below in cases and loose units, and says the same.
		const below = rows
			.slice(4, 3 + lines)
			.flatMap((cells, at) => (cells[0] ? [] : [{ cells, of: rows[3 + at] }]));
		expect(below.length).toBeGreaterThan(3);
		let said = 0;
		for (const { cells, of: numbers = [] } of below)
			for (const [column, words] of cells.entries()) {
				if (typeof words !== 'string' || words === '' || column === 13) continue;
				said++;
				const supply = context.reference.all('supply').find(({ zh }) => zh === numbers[0]);
				const read = supply && parseQuantity(words.replace('\u2212', ''), supply);
				const units = read?.ok ? read.value : Number.NaN;
				expect(words.startsWith('\u2212') ? -units : units, words).toBe(numbers[column]);
			}
		expect(said).toBeGreaterThan(2 * below.length);
	});

	it('shows what a count found and its difference; a count that was taken back is as if it had not been', async () => {
		const { actor, context: desk, mintId } = await sampleDesk(bench, 'REV');
		const store = `store:CK-${COUNTY}`;
		const [row] = rowsOf(
			await wholeRegister(stockRegister(desk, { region: COUNTY, month: '2025-10', store, ...SIGNED }))
		);
		const supply = context.reference.all('supply').find(({ zh }) => zh === row?.item)?.code ?? '';
		expect(row?.['counted']).toBeNull();
		const typed = { supply, batch: '', expiry: '', qty: '7' };
		const answer = await moveGoods(actor, desk, {
			...{ opId: mintId(), recordId: mintId(), act: 'count', store, other: '', date: '2025-10-01' },
			...{ lines: [typed], source: '', remark: '' }
		});
		expect(answer).toMatchObject({ done: true });
		const [after] = rowsOf(await wholeRegister(registerOf(COUNTY, '2025-10', store)));
		expect(after).toMatchObject({ counted: 7, diff: 7 - n(row?.['closing']), closing: 7 });
		expect(close(sum(after as Row) + n(after?.['diff']))).toBe(7);
	});
});
