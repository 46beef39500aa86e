/** How a database goes about the statements of a function: they are caught on their way and explained. */
import { CompiledQuery } from 'kysely';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import { heardDatabase } from './heard-database.ts';
import { visitedIn, type PlanNode, type Visits } from './plan-visits.ts';
import { BIG_TABLES, WALKS } from './plan-walks.ts';

/** One statement and its plan, a line a step. */
export interface Plan {
	readonly sql: string;
	readonly steps: readonly string[];
	/** What it really read, on PostgreSQL; SQLite does not count it. */
	readonly visits: Visits | null;
}

async function explain(database: ServerDatabase, query: CompiledQuery): Promise<Plan> {
	const parameters = [...query.parameters];
	if (database.engine === 'sqlite') {
		const asked = CompiledQuery.raw(`explain query plan ${query.sql}`, parameters);
		const { rows } = await database.reader.executeQuery<{ detail: string }>(asked);
		return { sql: query.sql, steps: rows.map((row) => row.detail), visits: null };
	}
	return database.snapshot(async (trx) => {
		const run = (sql: string, given: readonly unknown[] = []) =>
			trx.executeQuery<{ 'QUERY PLAN': unknown }>(CompiledQuery.raw(sql, [...given]));
		// So few rows are read whole and sorted in any case: this asks whether there is another way.
		for (const way of ['seqscan', 'bitmapscan']) await run(`set local enable_${way} = off`);
		const measured = await run(`explain (analyze, format json) ${query.sql}`, parameters);
		const [planned] = measured.rows[0]?.['QUERY PLAN'] as readonly { readonly Plan: PlanNode }[];
		await run('set local enable_bitmapscan = on');
		await run('set local enable_sort = off');
		const { rows } = await run(`explain ${query.sql}`, parameters);
		const visits = planned ? visitedIn(planned.Plan) : null;
		return { sql: query.sql, steps: rows.map((row) => String(row['QUERY PLAN'])), visits };
	});
}

/** Runs `work` on a connection that is listened to; gives the plans of all it asked. */
export async function plansOf(
	database: ServerDatabase,
	work: (sql: Trx, database: ServerDatabase) => Promise<unknown>
): Promise<Plan[]> {
	const heard = heardDatabase(database);
	await work(heard.sql, heard.database);
	const plans: Plan[] = [];
	for (const query of heard.queries) plans.push(await explain(database, query));
	return plans;
}

const BIG = BIG_TABLES.join('|');
const NAMED = new RegExp(`\\b(?:from|join|,)\\s+"?(${BIG})"? as "?(\\w+)"?`, 'gi');
/** PostgreSQL, where it finds no other way. */
const READ_WHOLE = new RegExp(`Seq Scan on (${BIG})\\b`);
/** All that was found put in order before the first row is known; a last column within equal days is not that. */
const SORT = /^USE TEMP B-TREE FOR ORDER BY|(?<!Incremental )\bSort {2}\(\S+ rows=(?!0 )/;
/** SQLite: every record of a kind is read, to find those of one parent. */
const WHOLE_KIND = /^SEARCH \w+ USING (COVERING )?INDEX record_kind\w* \(kind=\?\)/;

/** Rows of one table that a statement may look at beside four for each that it gives: far fewer than there are in any table that is filled. */
const LOOKED_AT = 2_500;

/** SQLite: the big table that a step walks from end to end, by its own name and not by what the statement calls it. */
function walkedBy(sql: string, step: string): string | null {
	const [, called] = /^SCAN (\w+)/.exec(step) ?? [];
	if (called === undefined) return null;
	const names = new Map([...sql.matchAll(NAMED)].map(([, table = '', alias = '']) => [alias, table]));
	const table = names.get(called) ?? called;
	return (BIG_TABLES as readonly string[]).includes(table) ? table : null;
}

const mayWalk = (sql: string, table: string, step: string) =>
	WALKS.some((walk) => walk.table === table && walk.steps.test(step) && walk.statements.test(sql));

function walksOf({ sql, steps, visits }: Plan): string[] {
	const walked = steps.filter((step) => {
		const table = walkedBy(sql, step);
		const [whole, read] = READ_WHOLE.exec(step) ?? [];
		return (
			(table !== null && !mayWalk(sql, table, step)) ||
			(whole !== undefined && read !== undefined && !mayWalk(sql, read, whole))
		);
	});
	const looked = Object.entries(visits?.tables ?? {}).filter(
		([table]) => !mayWalk(sql, table, `rows of ${table}`)
	);
	const all = Math.max(0, ...looked.map(([, rows]) => rows));
	const most = LOOKED_AT + 4 * (visits?.given ?? 0);
	const told = looked.map(([table, rows]) => `${rows} of ${table}`).join(', ');
	return all > most ? [...walked, `looks at ${told} for ${visits?.given} rows`] : walked;
}

/**
 * Steps that read one of the big tables from end to end, be it along an index, or a kind's records for the sake of a few; and
 * statements that look at many more rows than they give. What may, and why, is in `plan-walks.ts`.
 */
export const scansOf = (plans: readonly Plan[]) =>
	plans.flatMap((plan) => {
		const kinds = /"parent" (=|in)/.test(plan.sql) ? plan.steps.filter((step) => WHOLE_KIND.test(step)) : [];
		return [...walksOf(plan), ...kinds].map((step) => `${step.trim()} :: ${plan.sql}`);
	});

/** Steps that sort everything a page's statement finds; what is read of the page's own few rows may be sorted. */
export const sortsOf = (plans: readonly Plan[]) =>
	plans
		.filter(({ sql }) => / limit /.test(sql))
		.flatMap(({ sql, steps }) =>
			steps.filter((step) => SORT.test(step)).map((step) => `${step.trim()} :: ${sql}`)
		);
