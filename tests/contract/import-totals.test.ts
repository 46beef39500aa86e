import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handedOutValue, measureSums, total } from '#lib/server/figures/measure-sums.ts';
import { requestFigures } from '#lib/server/figures/request-figures.ts';
import { totals, volumes } from '#lib/server/figures/totals.ts';
import { handoutRegister } from '#lib/server/registers/handout-register.ts';
import { wholeRegister } from '#lib/server/registers/register.ts';
import { registerXlsx } from '#lib/server/registers/register-xlsx.ts';
import { loadReference } from '#lib/server/sync/reference-store.ts';
import { importBench, SAMPLE, type ImportBench } from './import-harness.ts';

const shipped = async (file: string) =>
	JSON.parse(await readFile(join(SAMPLE, 'sample', file), 'utf8')) as Record<string, unknown>;
let bench: ImportBench;

beforeAll(async () => {
	bench = await importBench();
	const report = await bench.run();
	expect(report.bad).toEqual([]);
});
afterAll(() => bench.end());

describe('figures over the imported sample', () => {
	it('are those that come with it, to the last unit', async () => {
		expect(await totals(bench.database.reader)).toEqual(await shipped('expected-totals.json'));
	});

	it('agree by county and month', async () => {
		const { note: _note, ...expected } = await shipped('volumes.json');
		expect(await volumes(bench.database.reader)).toEqual(expected);
	});
});

describe('requests', () => {
	it('are closed, open or overdue as their visits are counted', async () => {
		type Visit = { review: string; appeals: { status: string; due?: string }[] };
		const visits = (await shipped('sample-visits.json')) as unknown as Visit[];
		const raised = visits.filter((visit) => visit.review === 'approved').flatMap((visit) => visit.appeals);
		const open = raised.filter(({ status }) => ['NEW', 'REF', 'DOING'].includes(status));
		const late = open.filter(({ due }) => due !== undefined && due < '2025-08-01').length;
		expect(late).toBeGreaterThan(0);
		expect(await requestFigures(bench.database.reader, { regions: null }, '2025-08-01')).toEqual({
			all: 109,
			closed: 109 - open.length,
			overdue: late
		});
	});
});

describe('the handout register of a county', () => {
	const request = {
		campaign: 'SQL-2025',
		locale: 'zh-CN' as const,
		today: '2026-01-01',
		who: '罗示达',
		why: '报账',
		when: '2026-01-01 09:00',
		maskPersons: false
	};

	it.each(['361002', '361028', 'FZ-GXQ'])('%s equals the totals when it is read back', async (region) => {
		const db = bench.database.reader;
		const source = handoutRegister(db, await bench.database.snapshot(loadReference), {
			...request,
			region
		});
		const register = await wholeRegister(source);
		const book = await readXlsx(await new Response(await registerXlsx(source)).bytes());
		const rows = book.sheets[0]?.rows ?? [];
		const at = (key: string) => register.columns.findIndex((column) => column.key === key);
		const header = rows.findIndex((row) => row[0] === '序号');
		const end = rows.findIndex((row) => row[0] === '合计');
		const data = rows.slice(header + 1, end);
		const column = (key: string) =>
			data.map((row) => row[at(key)]).filter((cell) => typeof cell === 'number');
		const sum = (key: string) => column(key).reduce((all, cell) => all + cell, 0);

		const filter = { regions: [region], campaign: 'SQL-2025', kind: 'handout' };
		const sums = await measureSums(db, filter, 'none');
		const fen = (await handedOutValue(db, filter)).get('') ?? 0;
		expect(column('no').length).toBe(total(sums, 'handout', 'records'));
		expect(sum('persons')).toBe(total(sums, 'handout', 'person_times'));
		expect(sum('first_time')).toBe(total(sums, 'handout', 'first_time_persons'));
		expect(sum('new_form')).toBe(total(sums, 'handout', 'new_form_person_times'));
		expect(Math.round(sum('amount') * 100)).toBe(fen);
		expect(rows[end]?.[at('persons')]).toBe(total(sums, 'handout', 'person_times'));
		expect(rows[end]?.[at('amount')]).toBe(fen / 100);
		expect(rows[end + 1]?.[0]).toMatch(/^金额合计（大写）：.+(整|分)$/);
		expect(rows[end + 3]?.[0]).toBe('导出人：罗示达　时间：2026-01-01 09:00　用途：报账');
	});

	it('masks persons for an auditor', async () => {
		const db = bench.database.reader;
		const reference = await bench.database.snapshot(loadReference);
		const register = await wholeRegister(
			handoutRegister(db, reference, { ...request, region: '361002', maskPersons: true })
		);
		const receiver = register.columns.findIndex((column) => column.key === 'receiver');
		const names = register.groups.map((group) => String(group[0]?.[receiver]));
		expect(names.some((name) => name.includes('示'))).toBe(false);
		expect(names.some((name) => name.endsWith('**'))).toBe(true);
	});
});
