/** Nothing that a page, a total or a phone asks reads a whole table of records: by the database's own plan. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duplicatePairs } from '#lib/server/desk/duplicates.ts';
import { countDoubleReceipts, doubleReceipts } from '#lib/server/desk/double-receipts.ts';
import { listFeedback } from '#lib/server/desk/feedback-list.ts';
import { countRecords } from '#lib/server/desk/count-records.ts';
import { listRecords } from '#lib/server/desk/record-list.ts';
import { countRequests, listRequests } from '#lib/server/desk/requests.ts';
import { countStopped, stoppedOperations } from '#lib/server/desk/stopped-operations.ts';
import type { RecordFilter } from '#lib/server/desk/record-filter.ts';
import { measureSums, handedOutValue } from '#lib/server/figures/measure-sums.ts';
import { seasonsWithRecords } from '#lib/server/figures/period.ts';
import { requestFigures } from '#lib/server/figures/request-figures.ts';
import { reviewCounts } from '#lib/server/figures/review-counts.ts';
import { wholeRegister } from '#lib/server/registers/register.ts';
import { REGISTERS } from '#lib/server/registers/register-sorts.ts';
import { personRows } from '#lib/server/sync/trip-count.ts';
import { readPage } from '#lib/server/sync/pull-page.ts';
import type { Sql, Trx } from '#lib/server/database/schema.ts';
import { plansOf, scansOf, sortsOf } from './plan-probe.ts';
import { COUNTIES } from './plan-records.ts';
import { COUNT, openPlanTown, readers, type PlanTown, type Reader } from './plan-town.ts';

let town: PlanTown;
beforeAll(async () => {
	town = await openPlanTown();
}, 120_000);
afterAll(() => town.test.remove());

const desk = (sql: Sql, reader: Reader) => town.desk(sql, reader);
const plans = (work: (sql: Trx) => Promise<unknown>) => plansOf(town.test.database, work);

const FILTERS: Readonly<Record<string, RecordFilter>> = {
	everything: {},
	'what waits': { state: 'pending' },
	'what is counted': { counted: true },
	'a kind': { kind: 'handout' },
	'a kind that waits': { kind: 'handout', state: 'pending' },
	'a county': { region: '361024' },
	'a county that waits': { region: '361024', state: 'pending' },
	'a team': { team: 'T7' },
	'a season': { season: 'SQL-2024' },
	'an old season': { season: 'SQL-2023' },
	'a day': { from: '2024-07-01', to: '2024-07-01' },
	'a month': { from: '2024-07-01', to: '2024-07-31' },
	'open flags': { flags: 'open', state: 'pending' },
	'corrected ones': { corrected: true },
	'a recorder': { recorder: 'vol' },
	'a number': { text: 'QL-361024-000017' },
	'a word': { text: '示云' }
};
const cases = readers.flatMap((person) =>
	Object.entries(FILTERS).map(([name, filter]) => [person, name, filter] as const)
);

describe('a list of records', () => {
	it.each(cases)('reads no table whole and sorts nothing whole: %s, %s', async (person, _name, filter) => {
		for (const order of ['newest', 'queue'] as const) {
			for (const after of [null, `2024-07-01~${'0'.repeat(8)}-0000-7000-8000-${'0'.repeat(12)}`]) {
				const found = await plans((sql) =>
					listRecords(desk(sql, person), filter, { order, after, limit: 50 })
				);
				expect(found.length).toBeGreaterThan(0);
				expect(scansOf(found)).toEqual([]);
				expect(sortsOf(found)).toEqual([]);
			}
		}
	});
});

it('a county’s old season does not pass the county’s newer records', async () => {
	const found = await plans((sql) =>
		listRecords(desk(sql, 'county'), { season: 'SQL-2023' }, { order: 'newest', limit: 50 })
	);
	// Only PostgreSQL counts what it looks at: of both, the index is asked for.
	expect(JSON.stringify(found)).toContain('record_region_campaign_date');
});

describe('a list of requests', () => {
	it.each(readers)('reads no table whole and sorts nothing whole: %s', async (person) => {
		for (const wish of [{}, { status: 'NEW' }, { overdue: true }, { region: '361024' }]) {
			const found = await plans((sql) => listRequests(desk(sql, person), { ...wish, limit: 20 }));
			expect(found.length).toBeGreaterThan(0);
			expect(scansOf(found)).toEqual([]);
			expect(sortsOf(found)).toEqual([]);
		}
	});
});

describe('complaints and suggestions', () => {
	it('are read from the newest on, and no more of them than are shown', async () => {
		const found = await plans((sql) => listFeedback(desk(sql, 'city')));
		expect(found.length).toBeGreaterThan(0);
		expect(scansOf(found)).toEqual([]);
		expect(sortsOf(found)).toEqual([]);
	});
});

const ASKED: readonly (readonly [string, (sql: Sql) => Promise<unknown>])[] = [
	...readers.flatMap((person) => [
		[`counts of ${person}`, (sql: Sql) => countRecords(desk(sql, person), { state: 'pending' })] as const,
		[`counted requests of ${person}`, (sql: Sql) => countRequests(desk(sql, person), {}, ['NEW'])] as const,
		[`double receipts of ${person}`, (sql: Sql) => doubleReceipts(desk(sql, person))] as const,
		[`counted double receipts of ${person}`, (sql: Sql) => countDoubleReceipts(desk(sql, person))] as const,
		[`duplicates of ${person}`, (sql: Sql) => duplicatePairs(desk(sql, person))] as const,
		[
			`stopped work of ${person}`,
			(sql: Sql) => stoppedOperations(desk(sql, person), { handled: false })
		] as const,
		[`counted stopped work of ${person}`, (sql: Sql) => countStopped(desk(sql, person))] as const
	]),
	...[null, ['361024'], COUNTIES].flatMap((regions) =>
		[{}, { campaign: 'SQL-2024' }, { from: '2024-07-01', to: '2024-07-31' }].flatMap((period) => {
			const filter = { regions, ...period };
			const named = JSON.stringify(filter);
			return [
				[`sums ${named}`, (sql: Sql) => measureSums(sql, filter, 'region')] as const,
				[`value ${named}`, (sql: Sql) => handedOutValue(sql, filter)] as const,
				[`states ${named}`, (sql: Sql) => reviewCounts(sql, filter)] as const,
				[`requests ${named}`, (sql: Sql) => requestFigures(sql, filter, '2026-07-24')] as const
			];
		})
	),
	['the persons of a trip', (sql) => personRows(sql, 'vol', ['0', '1', '2'], ['receipt', 'sign-in'])],
	['seasons', (sql) => seasonsWithRecords(sql, null)],
	['seasons of a county', (sql) => seasonsWithRecords(sql, ['361024'])],
	...(['handout', 'session', 'receipt', 'sign-in'] as const).map(
		(name) =>
			[
				`the register ${name}`,
				async (sql: Sql) => {
					const { reference, today } = desk(sql, 'county');
					const campaign = REGISTERS[name].kind === 'session' ? '2024' : 'SQL-2024';
					const asked = { region: '361024', campaign, locale: 'zh-CN' as const, today };
					const signed = { who: '', why: '', when: '', maskPersons: false };
					await wholeRegister(REGISTERS[name].build(sql, reference, { ...asked, ...signed }));
				}
			] as const
	),
	...[0, 100].map(
		(from) =>
			[
				`a page of a pull from ${from}`,
				async (sql: Sql) => {
					const head = { scope: 'user:vol', gen: 1, head: COUNT, floor: 0, count: COUNT, hash: 0 };
					await readPage(sql as Trx, head, from, { now: new Date(), knows: [], most: 1e6 });
				}
			] as const
	)
];

describe('what is asked besides', () => {
	it.each(ASKED)('reads no table whole: %s', async (_name, ask) => {
		const found = await plans(ask);
		expect(found.length).toBeGreaterThan(0);
		expect(scansOf(found)).toEqual([]);
	});
});
