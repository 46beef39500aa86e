/**
 * What the desk and the phones ask of a large deployment, one JSON line each: the median of five, first page or whole.
 */
import { deskRights } from '#lib/server/desk/desk-rights.ts';
import type { DeskContext } from '#lib/server/desk/desk-context.ts';
import { countDoubleReceipts, doubleReceipts } from '#lib/server/desk/double-receipts.ts';
import { listFeedback } from '#lib/server/desk/feedback-list.ts';
import type { RecordFilter } from '#lib/server/desk/record-filter.ts';
import { countRecords } from '#lib/server/desk/count-records.ts';
import { listRecords } from '#lib/server/desk/record-list.ts';
import { listRequests } from '#lib/server/desk/requests.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { overviewFigures } from '#lib/server/figures/overview.ts';
import { listBalances, listGuests } from '#lib/server/desk/stock/balances.ts';
import { placeLedger } from '#lib/server/desk/stock/place-ledger.ts';
import { recallSteps } from '#lib/server/desk/stock/recall.ts';
import { stockPlace } from '#lib/server/desk/stock/stock-places.ts';
import { wholeRegister } from '#lib/server/registers/register.ts';
import { stockRegister } from '#lib/server/registers/stock-register.ts';
import { totals } from '#lib/server/figures/totals.ts';
import { loadReference } from '#lib/server/sync/reference-store.ts';
import { Asked } from './asked.ts';
import { measurePulls } from './measure-pull.ts';
import { measureRegisters } from './measure-registers.ts';

const COUNTY = '361002';
/** Milliseconds for a first page, of a list as of a pull. */
const BUDGET = 150;
/** For figures over a season or over everything, and for a register read whole. */
const WHOLE_BUDGET = 1_000;

const FILTERS: Readonly<Record<string, RecordFilter>> = {
	everything: {},
	'what waits': { state: 'pending' },
	'a kind': { kind: 'session' },
	'a county that waits': { region: COUNTY, state: 'pending' },
	'an old season': { season: 'SQL-2023' },
	'a day': { from: '2024-07-08', to: '2024-07-08' },
	'open flags': { flags: 'open' },
	'a team': { team: 'TM22' },
	'returned and corrected': { corrected: true },
	'a common word': { text: 'a' },
	'a common name': { text: '公司' },
	'a rare word': { text: '宏建' },
	'no such word': { text: '查无此处' },
	'two words': { text: '公司 宏建' },
	'two common words': { text: '公司 a' },
	'a common word and one that is not there': { text: '公司 查无此处' },
	'a number': { text: 'QL-361024-2025-000012' },
	'figures of a number': { text: '000012' },
	'a foreign number': { text: 'QL-361024-20250601-0335-2' }
};

/** @returns names of what missed its budget */
export async function measureDeployment(database: ServerDatabase): Promise<readonly string[]> {
	const { reader: sql } = database;
	const said = new Asked();
	const reference = await database.snapshot(loadReference);
	const { count } = await sql
		.selectFrom('record')
		.select((eb) => eb.fn.countAll<number>().as('count'))
		.executeTakeFirstOrThrow();
	console.log(JSON.stringify({ engine: database.engine, records: Number(count) }));
	const validity = { team: null, validFrom: '1970-01-01T00:00:00.000Z', validTo: null };
	await measureRegisters(said, sql, reference, COUNTY);
	const desk = (role: 'REV' | 'CADM', region: string): DeskContext => ({
		...{ sql, reference, account: 'bench', locale: 'zh-CN', today: '2025-12-31' },
		rights: deskRights([{ id: 'g', role, region, ...validity }], '2025-12-31T00:00:00.000Z')
	});
	const readers = { county: desk('REV', COUNTY), city: desk('CADM', '361000') };
	for (const [who, context] of Object.entries(readers)) {
		for (const [name, filter] of Object.entries(FILTERS)) {
			const order = filter.state === 'pending' ? ('queue' as const) : ('newest' as const);
			await said.timed(`list, ${who}, ${name}`, BUDGET, () =>
				listRecords(context, filter, { order, limit: 50 })
			);
		}
		await said.timed(`counts of the queue, ${who}`, BUDGET, () =>
			countRecords(context, { state: 'pending' })
		);
		await said.timed(`requests, ${who}`, BUDGET, () => listRequests(context, { limit: 50 }));
		await said.timed(`double receipts, ${who}`, BUDGET, () => doubleReceipts(context));
		await said.timed(`count of double receipts, ${who}`, BUDGET, () => countDoubleReceipts(context));
	}
	await said.timed('complaints and suggestions', BUDGET, () => listFeedback(readers.city));
	const store = stockPlace(readers.county, `store:CK-${COUNTY}`);
	const wish = { region: COUNTY, store: null, month: '2024-07' };
	const stock = stockRegister(readers.county, {
		...wish,
		who: 'bench',
		why: 'bench',
		when: '2025-12-31 10:00'
	});
	await said.timed('stock of a county', BUDGET, () => listBalances(readers.county, { region: COUNTY }));
	await said.timed('stock of guests', BUDGET, () => listGuests(readers.county, { region: COUNTY }));
	if (store) await said.timed('ledger of a store', BUDGET, () => placeLedger(readers.county, store));
	await said.timed('who got a batch', BUDGET, () => recallSteps(readers.county, { batch: '2505F01' }));
	await said.timed('ledger register of a month', WHOLE_BUDGET, () => wholeRegister(stock));
	const season = { regions: null, campaign: 'SQL-2024' };
	const counties = reference.all('region').map((region) => region.code);
	await said.timed(
		'overview of a season',
		WHOLE_BUDGET,
		() => overviewFigures(sql, season, counties, '2025-12-31', true),
		1
	);
	await said.timed('totals of everything', WHOLE_BUDGET, () => totals(sql), 1);
	await measurePulls(said, database);
	console.log(JSON.stringify({ peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024) }));
	return said.missed;
}
