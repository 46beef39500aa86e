import { CompiledQuery, type Compilable } from 'kysely';
import { isPostgres } from './row-locks.ts';
import type { Sql } from './schema.ts';

/** Stands for an argument while the query is made; the query's parameters show where it went. */
export class Argument {
	readonly at: number;
	constructor(at: number) {
		this.at = at;
	}
}

interface Compiled {
	readonly text: string;
	/** Arguments are still to be put in. */
	readonly parameters: readonly unknown[];
}

type Given = readonly (string | number | null | readonly string[])[];

/**
 * A query that every request asks with other values: made and compiled once for each engine, which takes several times what
 * running it does.
 * @param make called once; it must not look at its values, and uses a list of texts only in `listed`
 */
export function compiledOnce<Arguments extends Given, Row>(
	make: (db: Sql, ...given: Arguments) => Compilable<Row>
): (db: Sql, ...given: Arguments) => Promise<Row[]> {
	const known = new Map<boolean, Compiled>();
	return async (db, ...given) => {
		const onPostgres = isPostgres(db);
		const compiled = known.get(onPostgres) ?? compile(make, db, given.length);
		known.set(onPostgres, compiled);
		const valueOf = ({ at }: Argument) =>
			typeof given[at] === 'object' && given[at] !== null && !onPostgres
				? JSON.stringify(given[at])
				: given[at];
		const parameters = compiled.parameters.map((one) => (one instanceof Argument ? valueOf(one) : one));
		const { rows } = await db.executeQuery<Row>(CompiledQuery.raw(compiled.text, parameters));
		return rows;
	};
}

function compile<Arguments extends Given, Row>(
	make: (db: Sql, ...given: Arguments) => Compilable<Row>,
	db: Sql,
	count: number
): Compiled {
	const places = Array.from({ length: count }, (_, at) => new Argument(at));
	const { sql, parameters } = make(db, ...(places as unknown as Arguments)).compile();
	return { text: sql, parameters };
}
