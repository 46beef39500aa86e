import { sql } from 'kysely';
import type { ReviewState } from '#lib/domain/review.ts';
import type { Sql } from '#lib/server/database/schema.ts';
import { within, type FigureFilter } from './measure-sums.ts';

export interface ReviewCount {
	readonly kind: string;
	readonly region: string;
	readonly state: ReviewState;
	readonly count: number;
}

/** Records by state: what stands beside the figures and is never added to them. */
export async function reviewCounts(db: Sql, filter: FigureFilter): Promise<ReviewCount[]> {
	const rows = await db
		.selectFrom('review_tally')
		.select(['kind', 'region', 'state', sql<number>`sum(records)`.as('count')])
		.where(within(filter))
		.groupBy(['kind', 'region', 'state'])
		.execute();
	return rows.flatMap((row) => {
		const count = Number(row.count);
		return count === 0 ? [] : [{ ...row, state: row.state as ReviewState, count }];
	});
}
