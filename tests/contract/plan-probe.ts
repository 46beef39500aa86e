/** How a database goes about the statements of a function: they are caught on their way and explained. */
import { CompiledQuery, type KyselyPlugin, type RootOperationNode } from 'kysely';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { Sql } from '#lib/server/database/schema.ts';

/** One statement and its plan, a line a step. */
export interface Plan {
	readonly sql: string;
	readonly steps: readonly string[];
}

class Catcher implements KyselyPlugin {
	readonly nodes: RootOperationNode[] = [];
	transformQuery({ node }: { node: RootOperationNode }): RootOperationNode {
		this.nodes.push(node);
		return node;
	}
	async transformResult<T>({ result }: { result: T }): Promise<T> {
		return result;
	}
}

async function explain(database: ServerDatabase, query: CompiledQuery): Promise<string[]> {
	if (database.engine === 'sqlite') {
		const asked = CompiledQuery.raw(`explain query plan ${query.sql}`, [...query.parameters]);
		const { rows } = await database.reader.executeQuery<{ detail: string }>(asked);
		return rows.map((row) => row.detail);
	}
	return database.concurrently(async (trx) => {
		// So few rows are read whole and sorted in any case: this asks whether there is another way.
		for (const way of ['enable_seqscan', 'enable_sort']) {
			await trx.executeQuery(CompiledQuery.raw(`set local ${way} = off`));
		}
		const asked = CompiledQuery.raw(`explain ${query.sql}`, [...query.parameters]);
		const { rows } = await trx.executeQuery<{ 'QUERY PLAN': string }>(asked);
		return rows.map((row) => row['QUERY PLAN']);
	});
}

/** Runs `work` on a connection that is listened to; gives the plans of all it asked. */
export async function plansOf(
	database: ServerDatabase,
	work: (sql: Sql) => Promise<unknown>
): Promise<Plan[]> {
	const catcher = new Catcher();
	const sql = database.reader.withPlugin(catcher);
	await work(sql);
	const plans: Plan[] = [];
	for (const node of catcher.nodes) {
		const query = database.reader.getExecutor().compileQuery(node, { queryId: 'plan' });
		plans.push({ sql: query.sql, steps: await explain(database, query) });
	}
	return plans;
}

const BIG =
	'record|visit|measure|flag|feed|operation|record_revision|decision|conflict|stock_entry|stock_balance|stock_holding|stock_day|stock_place';
/** SQLite: a table read whole; through an index in the order that is wanted it says so. PostgreSQL: the same in its words. */
const SCAN = new RegExp(`^SCAN (${BIG})(?! USING)|Seq Scan on (${BIG})\\b`);
/** All that was found put in order before the first row is known; a last column within equal days is not that. */
const SORT = /^USE TEMP B-TREE FOR ORDER BY|(?<!Incremental )\bSort {2}\(\S+ rows=(?!0 )/;

/** SQLite: every record of a kind is read, to find those of one parent. */
const WHOLE_KIND = /^SEARCH \w+ USING (COVERING )?INDEX record_kind\w* \(kind=\?\)/;

/** Steps that read one of the big tables whole, or a kind's records for the sake of a few. */
export const scansOf = (plans: readonly Plan[]) => [
	...offences(plans, SCAN),
	...offences(
		plans.filter(({ sql }) => /"parent" (=|in)/.test(sql)),
		WHOLE_KIND
	)
];
/** Steps that sort everything a page's statement finds; what is read of the page's own few rows may be sorted. */
export const sortsOf = (plans: readonly Plan[]) =>
	offences(
		plans.filter(({ sql }) => / limit /.test(sql)),
		SORT
	);

function offences(plans: readonly Plan[], pattern: RegExp): string[] {
	return plans.flatMap(({ sql, steps }) =>
		steps.filter((step) => pattern.test(step)).map((step) => `${step.trim()} :: ${sql}`)
	);
}
