import { sql } from 'kysely';
import type { Sql } from '#lib/server/database/schema.ts';
import { COUNTED, within, type FigureFilter } from './measure-sums.ts';

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
	const requests = db
		.selectFrom('record')
		.innerJoin('record as visit', 'visit.id', 'record.parent')
		.where('record.kind', '=', 'request')
		.where('visit.state', 'in', COUNTED)
		.where(within(filter));
	const sums = await requests
		.innerJoin('measure', 'measure.record_id', 'record.id')
		.select(['measure.name', sql<number>`sum(measure.value)`.as('value')])
		.where('measure.name', 'in', ['requests', 'closed'])
		.groupBy('measure.name')
		.execute();
	// A measure of nothing need not be stored: open is what has no `closed` above 0.
	const open = await requests
		.leftJoin('measure', (join) =>
			join
				.onRef('measure.record_id', '=', 'record.id')
				.on('measure.name', '=', 'closed')
				.on('measure.value', '>', 0)
		)
		.select('record.body')
		.where('measure.record_id', 'is', null)
		.execute();
	const of = (name: string) => Number(sums.find((sum) => sum.name === name)?.value ?? 0) / 1000;
	return {
		all: of('requests'),
		closed: of('closed'),
		overdue: open.filter(({ body }) => {
			const { due } = JSON.parse(body) as { due: string | null };
			return due !== null && due < today;
		}).length
	};
}
