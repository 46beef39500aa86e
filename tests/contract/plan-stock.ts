/** Enough of a ledger that the order in which a database reads it matters, written past the push. */
import { CompiledQuery } from 'kysely';
import { uuidV7 } from '#lib/domain/ids.ts';
import { insertRows } from '#lib/server/database/insert-rows.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { StockEntryTable } from '#lib/server/database/schema.ts';
import { addToSums } from '#lib/server/stock/stock-sums.ts';
import { writeReference } from '#lib/server/sync/reference-store.ts';

const DAY = 86_400_000;
const FIRST = Date.parse('2023-06-01T00:00:00.000Z');
const ACTS = ['receive', 'issue', 'give', 'give', 'give', 'loss', 'return'] as const;

function entryOf(at: number, regions: readonly string[]): StockEntryTable {
	const region = regions[at % regions.length] ?? '';
	const act = ACTS[at % ACTS.length] ?? 'give';
	const place = act === 'receive' || at % 3 === 0 ? `store:CK-${region}` : `team:T${at % 40}`;
	const group = uuidV7(
		FIRST + at,
		Uint8Array.from({ length: 10 }, (_, i) => (at * (i + 7)) % 256)
	);
	const day = new Date(FIRST + (at % 1_100) * DAY).toISOString().slice(0, 10);
	const batch = at % 2 === 0 ? '' : `B${at % 300}`;
	return {
		...{ group_id: group, seq: 1, record_id: group, rev: 1, place, act, region, day },
		...{ supply: `CS-${at % 30}`, batch, expiry: batch === '' ? '' : '2027-05-01' },
		...{ qty: act === 'receive' ? 50_000 : -1_000, at: `${day}T10:00:00.000Z` }
	};
}

/** `count` lines of a store and forty teams in each region, with their sums. */
export async function fillStock(
	database: ServerDatabase,
	count: number,
	regions: readonly string[]
): Promise<void> {
	const entries = Array.from({ length: count }, (_, at) => entryOf(at, regions));
	await database.transaction(async (trx) => {
		await insertRows(trx, 'stock_entry', Object.keys(entries[0] ?? {}) as (keyof StockEntryTable)[], entries);
		await addToSums(trx, entries);
		const words = { pinyin: '', initials: '', en: '' };
		await writeReference(trx, [
			...regions.map((region) => {
				const code = `CK-${region}`;
				return { kind: 'store' as const, code, body: { code, zh: code, region, ...words } };
			}),
			...Array.from({ length: 40 }, (_, at) => {
				const code = `T${at}`;
				const region = regions[at % regions.length] ?? '';
				return { kind: 'team' as const, code, body: { code, zh: code, region, ...words } };
			})
		]);
	});
	// As PostgreSQL does by itself after a while; SQLite is asked as it is, without.
	if (database.engine === 'postgres') await database.writer.executeQuery(CompiledQuery.raw('analyze'));
}
