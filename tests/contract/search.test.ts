/** A search finds what a reading of every record finds, by whichever way it goes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '#lib/domain/roles.ts';
import { countRecords } from '#lib/server/desk/count-records.ts';
import type { DeskContext } from '#lib/server/desk/desk-context.ts';
import { deskRights } from '#lib/server/desk/desk-rights.ts';
import { reviewedKinds, type RecordFilter } from '#lib/server/desk/record-filter.ts';
import { listRecords } from '#lib/server/desk/record-list.ts';
import { findRare } from '#lib/server/desk/search-words.ts';
import { searchTerms } from '#lib/server/database/migrations/0014-search-terms.ts';
import { COMMON, termId } from '#lib/server/sync/search-terms.ts';
import { keepWordings } from '#lib/server/sync/wordings.ts';
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

describe('the terms of a search', () => {
	const texts = Array.from({ length: COMMON + 90 }, (_, at) => [`v${at}`, `everywhere only${at}`] as const);
	const postings = async (text: string) => {
		const { n } = await test.database.reader
			.selectFrom('search_posting')
			.select((eb) => eb.fn.countAll<number>().as('n'))
			.where('term', '=', termId(text))
			.executeTakeFirstOrThrow();
		return Number(n);
	};

	it('keep no further postings of what stands everywhere, and find what stands beside it', async () => {
		for (const some of [texts.slice(0, 3_000), texts.slice(2_000), texts])
			await test.database.transaction((trx) => keepWordings(trx, new Map(some)));
		expect(await postings('everywhere')).toBe(COMMON + 1);
		expect(await findRare(test.database.reader, 'everywhere')).toBeNull();
		for (const [id, text] of [...texts.slice(0, 1), ...texts.slice(-1)]) {
			const only = text.split(' ')[1] ?? '';
			expect(await postings(only)).toBe(1);
			const { wording } = await test.database.reader
				.selectFrom('search_posting')
				.select('wording')
				.where('term', '=', termId(only))
				.executeTakeFirstOrThrow();
			expect(wording).toBe(id);
			expect(await findRare(test.database.reader, only)).toEqual({ ids: [], others: '' });
		}
	});

	it('are made for an older database as for one that had them from the beginning', async () => {
		const index = async () => {
			const terms = await test.database.reader.selectFrom('search_term').selectAll().orderBy('id').execute();
			const held = await test.database.reader
				.selectFrom('search_posting')
				.selectAll()
				.where('term', '!=', termId('everywhere'))
				.orderBy('term')
				.orderBy('wording')
				.execute();
			return { terms: terms.map((term) => ({ ...term, wordings: Number(term.wordings) })), held };
		};
		const before = await index();
		expect(before.terms.length).toBeGreaterThan(5_000);
		await test.database.transaction(async (trx) => {
			await trx.schema.dropTable('search_term').execute();
			await trx.schema.dropTable('search_posting').execute();
			await searchTerms.up(trx);
		});
		expect(await index()).toEqual(before);
		expect(await postings('everywhere')).toBe(COMMON + 1);
	});
});
