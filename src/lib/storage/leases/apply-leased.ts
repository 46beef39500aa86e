import { isLeaseScope } from '#lib/domain/rosters/lease.ts';
import type { FeedRow } from '#lib/protocol/pull.ts';
import type { CursorRow, PersonDatabase } from '../schema.ts';

const LEASED = 'lease:';

export const isLeasedRow = (row: Pick<FeedRow, 'kind'>): boolean => row.kind.startsWith(LEASED);

/** The running count and hash of the scope. */
interface Tally {
	readonly cursor: CursorRow;
	leave(kind: string, id: string, was: { rev: number; mark: number } | undefined): void;
	enter(kind: string, id: string, rev: number): void;
}

/** Rows of a lent roster, in the transaction of their page. @param receivedAt server's clock, Unix milliseconds */
export async function applyLeased(
	database: PersonDatabase,
	rows: readonly FeedRow[],
	tally: Tally,
	receivedAt: number
): Promise<void> {
	const { scope, sweep } = tally.cursor;
	const keys = rows.map((row) => [scope, row.id] as [string, string]);
	const before = await database.leased.bulkGet(keys);
	for (const [at, row] of rows.entries()) {
		tally.leave(row.kind, row.id, before[at]);
		if (!row.gone) tally.enter(row.kind, row.id, row.rev);
	}
	await database.leased.bulkDelete(keys.filter((_, at) => rows[at]?.gone));
	await database.leased.bulkPut(
		rows.flatMap(({ kind, id, rev, gone, body }, at) =>
			gone
				? []
				: [{ scope, id, kind, rev, mark: sweep, body, receivedAt: before[at]?.receivedAt ?? receivedAt }]
		)
	);
}

/** What an earlier sweep of a lease marked and this one did not. */
export async function sweepLeased(database: PersonDatabase, cursor: CursorRow): Promise<void> {
	if (!isLeaseScope(cursor.scope)) return;
	const own = database.leased.where('scope').equals(cursor.scope);
	await own.filter((row) => row.mark !== cursor.sweep).delete();
}
