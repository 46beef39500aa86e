import { sql } from 'kysely';
import { recordKinds } from '#lib/records/index.ts';
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
	const reviewed = recordKinds.filter((kind) => kind.reviewed).map((kind) => kind.kind);
	const rows = await db
		.selectFrom('record')
		.select(['kind', 'region', 'state', sql<number>`count(*)`.as('count')])
		.where('kind', 'in', reviewed)
		.where('state', 'is not', null)
		.where(within(filter))
		.groupBy(['kind', 'region', 'state'])
		.execute();
	return rows.map((row) => ({ ...row, state: row.state as ReviewState, count: Number(row.count) }));
}
