/** How the ledger spells a batch: lines keep what was once typed, in whatever width and case. */
import { sql } from 'kysely';
import { batchText } from '#lib/domain/stock/batch-text.ts';
import { listed } from '#lib/server/database/listed.ts';
import type { Sql } from '#lib/server/database/schema.ts';

/**
 * All spellings that are this batch, and what was asked for. Batches are read one after the other from their index, each by the
 * one before it: neither database folds width, and there are few batches where there are many lines.
 */
export async function spellingsOf(db: Sql, batch: string): Promise<readonly string[]> {
	const { rows } = await sql<{ batch: string }>`with recursive spelled (batch) as (
			select min(stock_entry.batch) from stock_entry where stock_entry.batch <> ''
			union all
			select (
				select min(stock_entry.batch) from stock_entry
				where stock_entry.batch <> '' and stock_entry.batch > spelled.batch
			) from spelled where spelled.batch is not null
		)
		select batch from spelled where batch is not null`.execute(db);
	const wanted = batchText(batch);
	const same = rows.map((row) => row.batch).filter((one) => batchText(one) === wanted);
	return [...new Set([batch, ...same])];
}

/** Lines of a form with their batches as they are kept. One that the ledger has exactly so is that one: it was not typed. */
export async function withKeptBatches<Line extends { readonly batch: string }>(
	db: Sql,
	lines: readonly Line[]
): Promise<Line[]> {
	const others = lines.map((line) => line.batch).filter((batch) => batchText(batch) !== batch);
	const rows =
		others.length === 0
			? []
			: await db
					.selectFrom('stock_entry')
					.select('batch')
					.distinct()
					.where('batch', 'in', listed(db, others))
					.where('batch', '<>', '')
					.execute();
	const known = new Set(rows.map((row) => row.batch));
	return lines.map((line) => (known.has(line.batch) ? line : { ...line, batch: batchText(line.batch) }));
}
