import type { Reference, ReferenceKind, ReferenceTypes } from '#lib/domain/reference.ts';
import { sql } from 'kysely';
import { compiledOnce } from '#lib/server/database/compiled-once.ts';
import { isSame } from '#lib/domain/merge.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import { inChunks } from '#lib/server/database/in-chunks.ts';
import { appendToFeeds, REFERENCE_SCOPE } from './feed.ts';

/** One entry as it is to stand; `body` null takes it away. */
export interface ReferenceEntry {
	readonly kind: ReferenceKind;
	readonly code: string;
	readonly body: unknown;
}

/**
 * Writes reference data and tells every phone of it through the scope `ref`. An entry that is already so is left alone.
 * Call it as the last thing in a transaction: it takes the lock of the scope.
 * @returns how many entries changed
 */
export async function writeReference(trx: Trx, entries: readonly ReferenceEntry[]): Promise<number> {
	const wanted = new Map(entries.map((entry) => [`${entry.kind}\n${entry.code}`, entry]));
	const standing = new Map<string, { rev: number; body: string; gone: number }>();
	for (const kind of new Set(entries.map((entry) => entry.kind))) {
		const rows = await trx.selectFrom('reference_row').selectAll().where('kind', '=', kind).execute();
		for (const row of rows) standing.set(`${kind}\n${row.code}`, row);
	}
	const changed = [...wanted].flatMap(([key, entry]) => {
		const old = standing.get(key);
		const gone = entry.body === null;
		if (gone && (!old || old.gone)) return [];
		if (old && !old.gone && !gone && isSame(JSON.parse(old.body), entry.body)) return [];
		return [
			{
				kind: entry.kind as string,
				code: entry.code,
				rev: (old?.rev ?? 0) + 1,
				body: gone ? (old?.body ?? 'null') : JSON.stringify(entry.body),
				gone: gone ? (1 as const) : (0 as const)
			}
		];
	});
	for (const rows of inChunks(changed, 500)) {
		await trx
			.insertInto('reference_row')
			.values(rows)
			.onConflict((conflict) =>
				conflict.columns(['kind', 'code']).doUpdateSet((set) => ({
					rev: set.ref('excluded.rev'),
					body: set.ref('excluded.body'),
					gone: set.ref('excluded.gone')
				}))
			)
			.execute();
	}
	await appendToFeeds(
		trx,
		changed.map((row) => ({
			scope: REFERENCE_SCOPE,
			kind: `ref:${row.kind}`,
			id: row.code,
			rev: row.rev,
			gone: row.gone === 1
		}))
	);
	return changed.length;
}

class LoadedReference implements Reference {
	readonly #rows: Map<string, Map<string, unknown>>;
	constructor(rows: Map<string, Map<string, unknown>>) {
		this.#rows = rows;
	}
	get<K extends ReferenceKind>(kind: K, code: string | null | undefined): ReferenceTypes[K] | undefined {
		return code ? (this.#rows.get(kind)?.get(code) as ReferenceTypes[K] | undefined) : undefined;
	}
	all<K extends ReferenceKind>(kind: K): readonly ReferenceTypes[K][] {
		return [...(this.#rows.get(kind)?.values() ?? [])] as ReferenceTypes[K][];
	}
	maximum(region: string, date: string): number | null {
		const day = Number(date.slice(8, 10));
		const tenths = this.get('heat', `${region}:${date.slice(0, 7)}`)?.days[day - 1];
		return tenths === null || tenths === undefined ? null : tenths / 10;
	}
}

let latest: { readonly key: string; readonly reference: Reference } | null = null;

const findHead = compiledOnce((db) =>
	db
		.selectFrom('meta')
		.leftJoin('scope_head', (join) => join.on('scope_head.scope', '=', sql.lit(REFERENCE_SCOPE)))
		.select(['meta.server_id', 'scope_head.gen', 'scope_head.head', 'scope_head.hash'])
);

/** All reference data as it stands; read again only after it changed. */
export async function loadReference(trx: Trx): Promise<Reference> {
	const [head] = await findHead(trx);
	const key = `${head?.server_id}:${head?.gen}:${head?.head}:${head?.hash}`;
	if (latest?.key === key) return latest.reference;
	const rows = new Map<string, Map<string, unknown>>();
	const all = await trx
		.selectFrom('reference_row')
		.selectAll()
		.where('gone', '=', 0)
		.orderBy('code')
		.execute();
	for (const row of all) {
		const kind = rows.get(row.kind) ?? new Map<string, unknown>();
		kind.set(row.code, JSON.parse(row.body));
		rows.set(row.kind, kind);
	}
	const reference = new LoadedReference(rows);
	latest = { key, reference };
	return reference;
}

/** Codes of teams that were dissolved. A team that was never listed is not among them. */
export async function goneTeams(trx: Trx): Promise<ReadonlySet<string>> {
	const rows = await trx
		.selectFrom('reference_row')
		.select('code')
		.where('kind', '=', 'team')
		.where('gone', '=', 1)
		.execute();
	return new Set(rows.map((row) => row.code));
}
