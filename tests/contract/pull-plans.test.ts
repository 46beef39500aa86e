/** Searches, and whole pulls from the rights to the last page: by the database's own plan. And that the probe finds bad ones. */
import { sql as raw, type RawBuilder } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PullRequest } from '#lib/protocol/pull-request.ts';
import { countRecords } from '#lib/server/desk/count-records.ts';
import { listRecords } from '#lib/server/desk/record-list.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import { pull } from '#lib/server/sync/pull.ts';
import { writeReference } from '#lib/server/sync/reference-store.ts';
import type { Person } from './deployment.ts';
import { plansOf, scansOf, sortsOf, type Plan } from './plan-probe.ts';
import { COUNTIES } from './plan-records.ts';
import { fillStock } from './plan-stock.ts';
import { COUNT, openPlanTown, readers, TODAY, type PlanTown } from './plan-town.ts';

let town: PlanTown;
beforeAll(async () => {
	town = await openPlanTown();
	const { database } = town.test;
	await fillStock(database, 4_000, COUNTIES);
	await database.transaction(async (trx) => {
		const words = { pinyin: '', initials: '', en: '' };
		await writeReference(trx, [
			{ kind: 'team', code: 'T1', body: { code: 'T1', zh: '一队', region: COUNTIES[4] ?? '', ...words } }
		]);
		// Where a phone has rows of persons to pull: of what its owner made lately.
		const shown = await trx
			.selectFrom('scope_head')
			.select('scope')
			.where((eb) => eb.or([eb('scope', 'like', 'handout:%'), eb('scope', 'like', 'session:%')]))
			.orderBy('scope')
			.limit(12)
			.execute();
		const own = shown.map(({ scope }) => scope.slice(scope.indexOf(':') + 1));
		await trx.updateTable('record').set({ recorder: 'vol', date: TODAY }).where('id', 'in', own).execute();
	});
}, 120_000);
afterAll(() => town.test.remove());

const WORDS = {
	'that no text has': '查无此处',
	'of a few texts': 'gd17',
	'and another, one of them rare': '示云 gd17',
	'and another, both common': '示云 工地',
	'and one that no text has': '示云 查无此处'
};
const after = `2024-07-01~${'0'.repeat(8)}-0000-7000-8000-${'0'.repeat(12)}`;

describe('a search for a word', () => {
	it.each(
		readers.flatMap((reader) => Object.entries(WORDS).map(([name, text]) => [name, reader, text] as const))
	)('%s reads no table whole and sorts nothing whole: %s', async (_name, reader, text) => {
		for (const key of [null, after]) {
			const plans = await plansOf(town.test.database, async (sql) => {
				const context = town.desk(sql, reader);
				await listRecords(context, { text }, { order: 'newest', after: key, limit: 50 });
			});
			expect(plans.length).toBeGreaterThan(0);
			expect(scansOf(plans)).toEqual([]);
			expect(sortsOf(plans)).toEqual([]);
		}
		const counted = await plansOf(town.test.database, (sql) =>
			countRecords(town.desk(sql, reader), { text: `${text} 查无此处` })
		);
		expect(scansOf(counted)).toEqual([]);
	});
});

type Cursors = PullRequest['cursors'];
const KNOWS = ['stock', 'prints'];

/** The plans of a whole pull, and the scopes that it gave rows or an empty page of. */
async function pulled(
	person: Person,
	cursors: Cursors
): Promise<{ plans: Plan[]; scopes: string[]; rows: number }> {
	const device = town.deployment.device(person);
	const now = town.deployment.now;
	const request: PullRequest = {
		...{ protocol: 1, deviceId: device, epoch: 0, nonce: 'nonce-nonce', deviceTime: now.toISOString() },
		heartbeat: { unsent: { count: 0, oldest: null }, persistent: true, freeBytes: null, appVersion: 'test' },
		...{
			cursors,
			unresolved: ['0197e6a0-0000-7000-8000-000000000001'],
			knows: KNOWS,
			leases: true,
			sealing: ''
		}
	};
	let scopes: string[] = [];
	let rows = 0;
	const plans = await plansOf(town.test.database, async (_sql: Trx, database: ServerDatabase) => {
		const answer = await pull(database, { account: person, device }, request, () => now);
		scopes = answer.pages.map((page) => page.scope);
		rows = answer.pages.reduce((sum, page) => sum + page.rows.length, 0);
	});
	return { plans, scopes, rows };
}

const heads = async (): Promise<Cursors> => {
	const found = await town.test.database.reader.selectFrom('scope_head').selectAll().execute();
	const own = found.filter(({ scope }) => !/^(handout|session):/.test(scope));
	return own.slice(0, 150).map(({ scope, gen, head }) => ({ scope, gen, seq: head }));
};

describe('a whole pull', () => {
	it.each(['vol', 'lead', 'rev', 'city'] as const)(
		'from the beginning reads no table whole: %s',
		async (person) => {
			const { plans, scopes } = await pulled(person, []);
			expect(plans.length).toBeGreaterThan(8);
			expect(scopes).toContain(`user:${person}`);
			expect(scansOf(plans)).toEqual([]);
		}
	);

	it('of a phone that has everything reads no table whole, and gives nothing', async () => {
		const { plans, scopes } = await pulled('vol', await heads());
		expect(scopes.filter((scope) => /^(handout|session):/.test(scope)).length).toBeGreaterThan(2);
		expect(scopes.filter((scope) => /^(held|store):/.test(scope)).length).toBeGreaterThan(1);
		expect(scansOf(plans)).toEqual([]);
	});

	it('from the middle of what its owner has reads no table whole', async () => {
		const middle = (await heads()).map((one) =>
			one.scope === 'user:vol' ? { ...one, seq: COUNT / 2 } : one
		);
		const { plans, rows } = await pulled('vol', middle);
		expect(rows).toBeGreaterThan(400);
		expect(scansOf(plans)).toEqual([]);
	});
});

describe('the probe', () => {
	const plans = (statement: RawBuilder<unknown>) =>
		plansOf(town.test.database, (sql) => statement.execute(sql));

	it.each([
		[
			'a table read whole under another name',
			raw`select handout.id from record as handout where handout.body like '%none%'`
		],
		[
			'all of an index walked for few',
			raw`select id from record where late_hours > 5 order by date limit 10`
		],
		['texts looked through', raw`select id from wording where text like '%none%'`]
	])('finds %s', async (_name, statement) => {
		expect(scansOf(await plans(statement)).length).toBeGreaterThan(0);
	});

	it('has nothing against what an index finds', async () => {
		const found = raw`select handout.id from record as handout where handout.parent = 'none'`;
		expect(scansOf(await plans(found))).toEqual([]);
	});
});
