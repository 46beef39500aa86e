/** No list of the stock, no register and no trace of a batch reads a table of the ledger whole: by the database's own plan. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import type { Sql } from '#lib/server/database/schema.ts';
import type { DeskContext } from '#lib/server/desk/desk-context.ts';
import { deskRights } from '#lib/server/desk/desk-rights.ts';
import { balancesAt, listBalances, listGuests } from '#lib/server/desk/stock/balances.ts';
import { belowZero } from '#lib/server/desk/stock/below.ts';
import { placeLedger } from '#lib/server/desk/stock/place-ledger.ts';
import { countSteps, recallPlaces, recallSteps } from '#lib/server/desk/stock/recall.ts';
import { stockPlace, type StockPlace } from '#lib/server/desk/stock/stock-places.ts';
import { openTransfers } from '#lib/server/desk/stock/transfers.ts';
import { askedStockRegister } from '#lib/server/registers/asked-stock-register.ts';
import { wholeRegister } from '#lib/server/registers/register.ts';
import { loadReference } from '#lib/server/sync/reference-store.ts';
import type { Role } from '#lib/domain/roles.ts';
import { Deployment } from './deployment.ts';
import { plansOf, scansOf, sortsOf } from './plan-probe.ts';
import { COUNTIES, fillRecords } from './plan-records.ts';
import { fillStock } from './plan-stock.ts';

const REGION = '361024';
let test: TestDatabase;
let desk: (sql: Sql, person: keyof typeof READERS) => DeskContext;

const READERS = {
	county: [['REV', REGION]],
	city: [['CADM', '361000']],
	auditor: [['AUD', '361000']],
	keeper: [['KEEP', REGION]]
} as const satisfies Record<string, readonly (readonly [Role, string])[]>;

beforeAll(async () => {
	test = await openTestDatabase();
	await Deployment.open(test.database);
	await fillRecords(test.database, 2_000);
	await fillStock(test.database, 12_000, COUNTIES);
	const reference = await test.database.snapshot(loadReference);
	const validity = { team: null, validFrom: '1970-01-01T00:00:00.000Z', validTo: null };
	desk = (sql, person) => ({
		...{ sql, account: 'rev', reference, locale: 'zh-CN', today: '2026-07-24' },
		rights: deskRights(
			READERS[person].map(([role, region], at) => ({ id: `g${at}`, role, region, ...validity })),
			'2026-07-24T00:00:00.000Z'
		)
	});
}, 120_000);
afterAll(() => test.remove());

const at = (context: DeskContext, place: string) => stockPlace(context, place) as StockPlace;
const KEY = `2024-07-01~${'0'.repeat(8)}-0000-7000-8000-${'0'.repeat(12)}~1`;
const SIGNED = { who: '', when: '', why: '' };

const ASKED: readonly (readonly [string, (context: DeskContext) => Promise<unknown>])[] = [
	['balances', (context) => listBalances(context, { region: REGION })],
	['balances of a supply', (context) => listBalances(context, { region: REGION, supply: 'CS-7' })],
	['balances below zero', (context) => listBalances(context, { region: REGION, only: 'below' })],
	['who is below zero', (context) => belowZero(context)],
	['who is below zero in an area', (context) => belowZero(context, REGION)],
	['what expires', (context) => listBalances(context, { region: REGION, only: 'expiring' }, 2)],
	['what guests have', (context) => listGuests(context, { region: REGION, supply: null })],
	['transfers under way', (context) => openTransfers(context, [at(context, `store:CK-${REGION}`)])],
	['a store', (context) => balancesAt(context, [at(context, `store:CK-${REGION}`)])],
	['who got a batch', (context) => recallSteps(context, { batch: 'B7' }, KEY)],
	['where a batch is', (context) => recallPlaces(context, { batch: 'B7', supply: 'CS-7' })],
	['how much of a batch', (context) => countSteps(context, { batch: 'B7' })],
	[
		'a ledger register',
		async (context) => {
			const wish = { region: REGION, store: null, month: null };
			const { register } = await askedStockRegister(context, wish, SIGNED);
			if (register) expect((await wholeRegister(register)).groups.length).toBeGreaterThan(0);
		}
	]
];
const people = Object.keys(READERS) as (keyof typeof READERS)[];

describe('what is asked of the stock', () => {
	it.each(people.flatMap((person) => ASKED.map(([name, ask]) => [person, name, ask] as const)))(
		'reads no table whole: %s, %s',
		async (person, name, ask) => {
			const plans = await plansOf(test.database, (sql) => ask(desk(sql, person)));
			// A keeper has no guests to look for.
			expect(plans.length > 0).toBe(person !== 'keeper' || name !== 'what guests have');
			expect(scansOf(plans)).toEqual([]);
		}
	);

	it.each(people)('pages of a ledger sort nothing whole either: %s', async (person) => {
		for (const place of [`store:CK-${REGION}`, 'team:T1'])
			for (const after of [null, KEY]) {
				const plans = await plansOf(test.database, async (sql) => {
					const context = desk(sql, person);
					await placeLedger(context, at(context, place), { after });
				});
				expect(plans.length).toBeGreaterThan(0);
				expect(scansOf(plans)).toEqual([]);
				expect(sortsOf(plans)).toEqual([]);
			}
	});
});
