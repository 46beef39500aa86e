import type { Reference } from '#lib/domain/reference.ts';
import { inChunks } from '#lib/server/database/in-chunks.ts';
import type { RecordTable, Trx } from '#lib/server/database/schema.ts';
import type { PushWorld } from './apply.ts';
import type { RecordState } from './record-state.ts';

type KeyColumn = 'duplicate_key' | 'season_key';
type KeyRow = Pick<RecordTable, 'id' | KeyColumn>;

/** The mutable world of one push: states move on operation by operation and can be taken back by the group. */
export class LoadedWorld implements PushWorld {
	readonly reference: Reference;
	readonly today: string;
	readonly newId: () => string;
	readonly #stored: ReadonlyMap<string, readonly string[]>;
	#states: Map<string, RecordState>;
	#counters: Map<string, number>;

	constructor(parts: {
		reference: Reference;
		today: string;
		newId: () => string;
		states: Map<string, RecordState>;
		counters: Map<string, number>;
		stored: ReadonlyMap<string, readonly string[]>;
	}) {
		this.reference = parts.reference;
		this.today = parts.today;
		this.newId = parts.newId;
		this.#states = parts.states;
		this.#counters = parts.counters;
		this.#stored = parts.stored;
	}

	get states(): ReadonlyMap<string, RecordState> {
		return this.#states;
	}

	/** Next free number by `prefix region year`. */
	get counters(): ReadonlyMap<string, number> {
		return this.#counters;
	}

	advance(id: string, state: RecordState): void {
		this.#states.set(id, state);
	}

	/** What `restore` brings back. */
	checkpoint(): { states: Map<string, RecordState>; counters: Map<string, number> } {
		return { states: new Map(this.#states), counters: new Map(this.#counters) };
	}

	restore(point: ReturnType<LoadedWorld['checkpoint']>): void {
		this.#states = new Map(point.states);
		this.#counters = new Map(point.counters);
	}

	sharing(column: KeyColumn, key: string | null, self: string): string[] {
		if (key === null) return [];
		const found = (this.#stored.get(`${column} ${key}`) ?? []).filter(
			(id) => id !== self && !this.#states.has(id)
		);
		for (const [id, { row }] of this.#states) {
			if (id !== self && row[column] === key && row.state !== 'voided') found.push(id);
		}
		return found;
	}

	nextNumber(prefix: string, region: string, year: number): string {
		const key = `${prefix} ${region} ${year}`;
		const next = this.#counters.get(key) ?? 1;
		this.#counters.set(key, next + 1);
		return `${prefix}-${region}-${year}-${String(next).padStart(6, '0')}`;
	}
}

/** Where numbers may be needed: locks each sequence, in one order for all writers. */
export async function loadCounters(
	trx: Trx,
	needed: readonly { readonly prefix: string; readonly region: string; readonly year: number }[]
): Promise<Map<string, number>> {
	const counters = new Map<string, number>();
	const distinct = new Map(needed.map((one) => [`${one.prefix} ${one.region} ${one.year}`, one]));
	for (const [key, { prefix, region, year }] of [...distinct].sort(([a], [b]) => (a < b ? -1 : 1))) {
		const { next } = await trx
			.insertInto('number_sequence')
			.values({ prefix, region, year, next: 1 })
			.onConflict((conflict) =>
				conflict
					.columns(['prefix', 'region', 'year'])
					.doUpdateSet((set) => ({ next: set.ref('number_sequence.next') }))
			)
			.returning('next')
			.executeTakeFirstOrThrow();
		counters.set(key, next);
	}
	return counters;
}

export async function storeCounters(trx: Trx, counters: ReadonlyMap<string, number>): Promise<void> {
	for (const [key, next] of counters) {
		const [prefix = '', region = '', year = ''] = key.split(' ');
		await trx
			.insertInto('number_sequence')
			.values({ prefix, region, year: Number(year), next })
			.onConflict((conflict) => conflict.columns(['prefix', 'region', 'year']).doUpdateSet({ next }))
			.execute();
	}
}

/** Stored records that share a key with what is being sent, by `column key`. */
export async function loadSharing(
	trx: Trx,
	keys: Readonly<Record<KeyColumn, ReadonlySet<string>>>
): Promise<Map<string, string[]>> {
	const found = new Map<string, string[]>();
	for (const column of ['duplicate_key', 'season_key'] as const) {
		for (const chunk of inChunks([...keys[column]], 500)) {
			const rows: KeyRow[] = await trx
				.selectFrom('record')
				.select(['id', 'duplicate_key', 'season_key'])
				.where(column, 'in', chunk)
				.where((where) => where.or([where('state', '!=', 'voided'), where('state', 'is', null)]))
				.execute();
			for (const row of rows) {
				const key = `${column} ${row[column]}`;
				found.set(key, [...(found.get(key) ?? []), row.id]);
			}
		}
	}
	return found;
}
