/** A search finds what a reading of every record finds, by whichever way it goes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '#lib/domain/roles.ts';
import { countRecords } from '#lib/server/desk/count-records.ts';
import type { DeskContext } from '#lib/server/desk/desk-context.ts';
import { deskRights } from '#lib/server/desk/desk-rights.ts';
import { reviewedKinds, type RecordFilter } from '#lib/server/desk/record-filter.ts';
import { listRecords } from '#lib/server/desk/record-list.ts';
import { findRare } from '#lib/server/desk/search-words.ts';
import { loadReference } from '#lib/server/sync/reference-store.ts';
import { openTestDatabase, type TestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { Deployment } from './deployment.ts';
import { fillRecords } from './plan-records.ts';

const COUNT = 9_000;
let test: TestDatabase;
let all: { id: string; date: string; kind: string; region: string; state: string | null; found: string[] }[];
beforeAll(async () => {
	test = await openTestDatabase();
	await Deployment.open(test.database);
	await fillRecords(test.database, COUNT);
	const rows = await test.database.reader
		.selectFrom('record')
		.innerJoin('wording', 'wording.id', 'record.wording')
		.select(['record.id', 'date', 'kind', 'region', 'state', 'no', 'legacy_no', 'text'])
		.execute();
	all = rows.map(({ no, legacy_no, text, ...row }) => ({
		...row,
		found: [text, (no ?? '').toLowerCase(), (legacy_no ?? '').toLowerCase()]
	}));
}, 120_000);
afterAll(() => test.remove());

async function desk(role: Role, region: string): Promise<DeskContext> {
	const validity = { team: null, validFrom: '1970-01-01T00:00:00.000Z', validTo: null };
	return {
		sql: test.database.reader,
		account: 'rev',
		reference: await test.database.snapshot(loadReference),
		locale: 'zh-CN',
		today: '2026-07-24',
		rights: deskRights([{ id: 'g', role, region, ...validity }], '2026-07-24T00:00:00.000Z')
	};
}

/** Words, and whether they are rare enough to be found before the records are looked at. */
const WORDS = [
	['示云', false],
	['gd', false],
	['gd1', true],
	['gd123', true],
	['工地45', true],
	['GD123 示云', true],
	['old-9', true],
	['QL-361024-000120', true],
	['ql-361024-0001', true],
	['nowhere', true]
] as const;

describe('a search', () => {
	it.each(WORDS)('of %s finds all there is, page by page, in both orders', async (text, isRare) => {
		expect((await findRare(test.database.reader, text)) !== null).toBe(isRare);
		const words = text.toLowerCase().split(' ');
		for (const [context, filter] of [
			[await desk('CADM', '361000'), {}],
			[await desk('CADM', '361000'), { kind: 'visit', state: 'approved' }],
			[await desk('REV', '361024'), {}]
		] as readonly (readonly [DeskContext, RecordFilter])[]) {
			const { reads } = context.rights;
			const wanted = all
				.filter(({ found }) => words.every((word) => found.some((one) => one.includes(word))))
				.filter((row) => (filter.kind ? row.kind === filter.kind : reviewedKinds.includes(row.kind)))
				.filter((row) => !filter.state || row.state === filter.state)
				.filter((row) => reads === 'all' || reads.includes(row.region))
				.map((row) => `${row.date}~${row.id}`)
				.sort();
			expect((await countRecords(context, { ...filter, text })).all).toBe(wanted.length);
			for (const order of ['queue', 'newest'] as const) {
				const seen: string[] = [];
				for (let after: string | null = null, page = 0; page < 3; page++) {
					const { rows, next }: Awaited<ReturnType<typeof listRecords>> = await listRecords(
						context,
						{ ...filter, text },
						{ order, after, limit: 40 }
					);
					seen.push(...rows.map((row) => `${row.date}~${row.id}`));
					after = next;
					if (next === null) break;
				}
				const inOrder = order === 'queue' ? wanted : wanted.toReversed();
				expect(seen).toEqual(inOrder.slice(0, 120));
			}
		}
	});
});
