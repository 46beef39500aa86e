/** A deployment with enough of everything that the order in which a database reads it matters, and who asks it. */
import type { DeskContext } from '#lib/server/desk/desk-context.ts';
import { deskRights } from '#lib/server/desk/desk-rights.ts';
import { loadReference, writeReference } from '#lib/server/sync/reference-store.ts';
import { openTestDatabase, type TestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import type { Role } from '#lib/domain/roles.ts';
import type { Sql } from '#lib/server/database/schema.ts';
import { Deployment } from './deployment.ts';
import { fillRecords } from './plan-records.ts';

/** Records: a quarter of each kind, an eighth in each county. To read all of a kind or of a county is to look at too many. */
export const COUNT = 16_000;
export const TODAY = '2026-06-04';

const READERS = {
	county: [['REV', '361024']],
	'two counties': [
		['REV', '361024'],
		['REV', '361025']
	],
	city: [['CADM', '361000']],
	auditor: [['AUD', '361000']]
} as const satisfies Record<string, readonly (readonly [Role, string])[]>;
export type Reader = keyof typeof READERS;
export const readers = Object.keys(READERS) as Reader[];

/** Rights that have stood for ever. */
export const grantsOf = (reader: Reader) =>
	READERS[reader].map(([role, region], at) => ({
		...{ id: `g${at}`, role, region, team: null },
		...{ validFrom: '1970-01-01T00:00:00.000Z', validTo: null }
	}));

/** Whose seasons are looked into now: `SQL-2026`. */
const PROGRAMMES = {
	kind: 'codeList',
	code: 'programme',
	body: { code: 'programme', items: [{ code: 'SQL', zh: '送清凉', en: 'Send Coolness' }] }
} as const;

export interface PlanTown {
	readonly test: TestDatabase;
	readonly deployment: Deployment;
	desk(sql: Sql, reader: Reader): DeskContext;
}

/** Opens it; `test.remove()` ends it. */
export async function openPlanTown(): Promise<PlanTown> {
	const test = await openTestDatabase();
	const deployment = await Deployment.open(test.database);
	deployment.now = new Date(`${TODAY}T02:00:00.000Z`);
	await fillRecords(test.database, COUNT);
	await test.database.transaction((trx) => writeReference(trx, [PROGRAMMES]));
	const reference = await test.database.snapshot(loadReference);
	const desk = (sql: Sql, reader: Reader): DeskContext => ({
		...{ sql, account: 'rev', reference, locale: 'zh-CN', today: TODAY },
		rights: deskRights(grantsOf(reader), `${TODAY}T00:00:00.000Z`)
	});
	return { test, deployment, desk };
}
