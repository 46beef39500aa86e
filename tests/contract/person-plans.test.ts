/** Lists of people, of what they did and received, and what phones pull: by the database's own plan. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handoutSample } from '#lib/records/handout/sample.ts';
import { listAudit } from '#lib/server/accounts/audit-list.ts';
import { listPeople } from '#lib/server/accounts/people-list.ts';
import { codeEntries } from '#lib/server/codes/code-entries.ts';
import { listCodeKeys } from '#lib/server/codes/code-key-list.ts';
import { countDoubleReceipts, doubleReceipts } from '#lib/server/desk/double-receipts.ts';
import { sheetPersons } from '#lib/server/desk/person-rows.ts';
import { recordsWithPersons } from '#lib/server/registers/records-with-persons.ts';
import { receivedBy } from '#lib/server/rosters/received-by.ts';
import { listRosters, readRosterSheet } from '#lib/server/rosters/roster-list.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import { fillAudit, fillRosters, RARE_ACTION } from './plan-people.ts';
import { plansOf, scansOf, sortsOf } from './plan-probe.ts';
import { COUNTIES } from './plan-records.ts';
import { grantsOf, openPlanTown, readers, TODAY, type PlanTown, type Reader } from './plan-town.ts';

const NOW = `${TODAY}T02:00:00.000Z`;
/** A key in the middle of the log. */
const KEY = '2023-06-06T00:00:00.000Z~00000000-0000-7000-8000-000000000000';
let town: PlanTown;
let rosters: string[];
/** A handout on which persons hang. */
let handout: string;

beforeAll(async () => {
	town = await openPlanTown();
	const { database } = town.test;
	rosters = await database.transaction(async (trx) => {
		await fillAudit(trx, 16_000);
		return fillRosters(trx, COUNTIES, 100);
	});
	const { parent } = await database.reader
		.selectFrom('record')
		.select('parent')
		.where('kind', '=', 'receipt')
		.orderBy('date', 'desc')
		.limit(1)
		.executeTakeFirstOrThrow();
	handout = parent ?? '';
}, 120_000);
afterAll(() => town.test.remove());

const identity = (reader: Reader) => ({
	account: { id: 'rev', login: 'rev', zh: 'rev', en: 'rev', team: null, closedAt: null },
	grants: grantsOf(reader)
});

type Ask = (sql: Trx, database: ServerDatabase) => Promise<unknown>;
const audit = (after: string | null, action: Parameters<typeof listAudit>[2]['action'] = null): Ask => {
	return (_, database) => listAudit(database, identity('city'), { action, after, limit: 50 });
};

const ASKED: readonly (readonly [string, Ask])[] = [
	['the audit log', audit(null)],
	['a later page of the audit log', audit(KEY)],
	['what was done often', audit(null, 'code-issued')],
	['a later page of what was done often', audit(KEY, 'code-issued')],
	['what was done once', audit(null, RARE_ACTION)],
	['people', (_, database) => listPeople(database, identity('city'), '', new Date(NOW))],
	['people of a name', (_, database) => listPeople(database, identity('county'), 'vol', new Date(NOW))],
	['a roster', (sql) => readRosterSheet(town.desk(sql, 'county'), rosters[4] ?? '', NOW)],
	['what people of a roster received', (sql) => receivedBy(sql, people(), 'SQL-2024')],
	['the persons of a handout', (sql) => sheetPersons(town.desk(sql, 'city'), sheet(), true)],
	['keys of codes', (sql) => listCodeKeys(sql)],
	...readers.flatMap((reader): [string, Ask][] => [
		[`rosters of ${reader}`, (sql) => listRosters(town.desk(sql, reader), NOW)],
		[`codes of sessions of ${reader}`, (sql) => codeEntries(town.desk(sql, reader), 'session', ALL)],
		[`double receipts of a season of ${reader}`, (sql) => doubleReceipts(town.desk(sql, reader), 'SQL-2024')],
		[`double receipts now of ${reader}`, (sql) => doubleReceipts(town.desk(sql, reader))],
		[`counted double receipts of ${reader}`, (sql) => countDoubleReceipts(town.desk(sql, reader))]
	]),
	...(['handout', 'session'] as const).map((kind): [string, Ask] => [
		`records with persons: ${kind}`,
		(sql) => {
			const of = { kind, region: '361024', campaign: '2025', locale: 'zh-CN' as const };
			return recordsWithPersons(sql, town.desk(sql, 'county').reference, of);
		}
	])
];

const ALL = { text: '', region: null, ids: null, limit: 50 };
const sheet = () => ({ id: handout, kind: 'handout', body: handoutSample });
const people = () =>
	Array.from({ length: 100 }, (_, n) => ({ id: `${rosters[0]}-${n}`, card_id: `W-0-${n}` }));
describe('lists of people and of what was done', () => {
	it.each(ASKED)('read no table whole: %s', async (_name, ask) => {
		const plans = await plansOf(town.test.database, ask);
		expect(plans.length).toBeGreaterThan(0);
		expect(scansOf(plans)).toEqual([]);
		if (_name.includes('log') || _name.includes('done')) expect(sortsOf(plans)).toEqual([]);
	});
});
