import { sql } from 'kysely';
import type { Sql } from '#lib/server/database/schema.ts';
import { within, type FigureFilter } from './measure-sums.ts';

export interface RequestFigures {
	readonly all: number;
	readonly closed: number;
	/** Open, with a due day that has passed. */
	readonly overdue: number;
}

/**
 * Requests raised on counted visits. A request is never reviewed itself, so its visit decides whether it is counted.
 * @param today the deployment's day, `YYYY-MM-DD`
 */
export async function requestFigures(db: Sql, filter: FigureFilter, today: string): Promise<RequestFigures> {
	const rows = await db
		.selectFrom('figure')
		.select([
			'name',
			sql<number>`sum(value)`.as('value'),
			// Open ones stand under the day they are due, '' for none.
			sql<number>`sum(case when dimension <> '' and dimension < ${today} then value else 0 end)`.as('late')
		])
		.where('name', 'in', ['requests', 'closed', 'open'])
		.where(within({ ...filter, kind: 'request' }))
		.groupBy('name')
		.execute();
	const of = (name: string) => rows.find((row) => row.name === name);
	return {
		all: Number(of('requests')?.value ?? 0) / 1000,
		closed: Number(of('closed')?.value ?? 0) / 1000,
		overdue: Number(of('open')?.late ?? 0) / 1000
	};
}
