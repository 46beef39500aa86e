import type { FeedRow } from '#lib/protocol/pull.ts';
import type { StockRow } from '../rows.ts';
import type { PersonDatabase } from '../schema.ts';
import { SCANNED } from './scanned.ts';
import type { Tally } from '../tally.ts';

type Key = [string, string, string];

/** Rows of a page that are about stock, into their scope; in the page's transaction. */
export async function applyStock(
	database: PersonDatabase,
	scope: string,
	rows: readonly FeedRow[],
	tally: Tally
): Promise<void> {
	if (rows.length === 0) return;
	const keys = rows.map(({ kind, id }): Key => [scope, kind, id]);
	const before = await database.stock.bulkGet(keys);
	const changed: StockRow[] = [];
	const gone: Key[] = [];
	for (const [at, { kind, id, rev, gone: isGone, body }] of rows.entries()) {
		tally.leave(kind, id, before[at]);
		if (isGone) {
			// Read from a screen before the server told of it, and over by the server's word.
			gone.push([scope, kind, id], [SCANNED, kind, id]);
			continue;
		}
		tally.enter(kind, id, rev);
		changed.push({ scope, kind, id, rev, mark: tally.cursor.sweep, body: body as StockRow['body'] });
	}
	await database.stock.bulkDelete(gone);
	await database.stock.bulkPut(changed);
}

/** Takes away what an earlier sweep of the scope marked; with `sweep` null all of the scope. */
export async function sweepStock(
	database: PersonDatabase,
	scope: string,
	sweep: number | null
): Promise<void> {
	const all = await database.stock.filter((row) => row.scope === scope).toArray();
	const old = all.filter((row) => row.mark !== sweep);
	await database.stock.bulkDelete(old.map(({ kind, id }): Key => [scope, kind, id]));
}
