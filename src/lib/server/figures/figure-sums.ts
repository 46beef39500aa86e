import type { ReviewState } from '#lib/domain/review.ts';
import type { Measure } from '#lib/records/kind.ts';
import { insertRows } from '#lib/server/database/insert-rows.ts';
import type { FigureTable, RecordTable, ReviewTallyTable, Trx } from '#lib/server/database/schema.ts';

/** By what of a record its figures are kept. */
export type Placed = Pick<RecordTable, 'campaign' | 'region' | 'kind' | 'date'>;
/** What the tally asks of a record besides. */
export type Standing = Placed & Pick<RecordTable, 'state' | 'open_flags' | 'conflicts' | 'corrected'>;

const FIGURE_KEY = ['campaign', 'region', 'kind', 'name', 'dimension', 'rest', 'day'] as const;
const TALLY_KEY = ['state', 'campaign', 'region', 'kind', 'day'] as const;
const FIGURE = [...FIGURE_KEY, 'value', 'measures'] as const;
const TALLY = [...TALLY_KEY, 'records', 'flagged', 'corrected'] as const;
const ADD_FIGURE = andAdd('figure', FIGURE_KEY, ['value', 'measures']);
const ADD_TALLY = andAdd('review_tally', TALLY_KEY, ['records', 'flagged', 'corrected']);

/**
 * What a push adds to the running figures and takes from them, gathered before it is written: few rows, however many
 * records.
 */
export class FigureSums {
	readonly #figures = new Map<string, FigureTable>();
	readonly #tallies = new Map<string, ReviewTallyTable>();

	/** @param sign 1 for what a record adds now, -1 for what it added before */
	count(record: Placed, measures: readonly Measure[], sign: 1 | -1): void {
		const named = new Map<string, Measure>();
		// Of one name and dimension a record has one sum, as in the table of measures.
		for (const one of measures) {
			const key = `${one.name}\n${one.dimension}`;
			const value = one.value + (named.get(key)?.value ?? 0);
			named.set(key, { ...one, value });
		}
		for (const { name, dimension, value } of named.values()) {
			if (value === 0) continue;
			const rest = value % 1000;
			const place = { campaign: record.campaign ?? '', region: record.region, kind: record.kind };
			const row = { ...place, name, dimension, rest, day: record.date, value: 0, measures: 0 };
			const sum = held(this.#figures, FIGURE_KEY, row);
			sum.value += sign * value;
			sum.measures += sign;
		}
	}

	tally(record: Standing, sign: 1 | -1): void {
		if (record.state === null) return;
		const place = { campaign: record.campaign ?? '', region: record.region, kind: record.kind };
		const counts = { records: 0, flagged: 0, corrected: 0 };
		const row = { state: record.state as ReviewState, ...place, day: record.date, ...counts };
		const sum = held(this.#tallies, TALLY_KEY, row);
		sum.records += sign;
		if (record.open_flags > 0 || record.conflicts > 0) sum.flagged += sign;
		if (record.corrected === 1) sum.corrected += sign;
	}

	/**
	 * Adds the sums to what stands. Rows are taken in the order of their key by every writer, so that two never wait for each
	 * other in a circle; they are held to the commit, so this comes late.
	 */
	async write(trx: Trx): Promise<void> {
		const figures = inOrder(this.#figures).filter((row) => row.value !== 0 || row.measures !== 0);
		const tallies = inOrder(this.#tallies).filter((row) => row.records || row.flagged || row.corrected);
		await insertRows(trx, 'figure', FIGURE, figures, ADD_FIGURE);
		await insertRows(trx, 'review_tally', TALLY, tallies, ADD_TALLY);
	}
}

function held<Row extends object>(rows: Map<string, Row>, key: readonly (keyof Row)[], row: Row): Row {
	const name = key.map((column) => String(row[column])).join('\n');
	const standing = rows.get(name);
	if (standing) return standing;
	rows.set(name, row);
	return row;
}

const inOrder = <Row>(rows: ReadonlyMap<string, Row>): Row[] =>
	[...rows].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);

/** `on conflict` of a key: the present row grows by the new one. */
function andAdd(table: string, key: readonly string[], columns: readonly string[]): string {
	const sets = columns.map((column) => `"${column}" = "${table}"."${column}" + excluded."${column}"`);
	return `on conflict (${key.map((column) => `"${column}"`).join(', ')}) do update set ${sets.join(', ')}`;
}
