import type { Reference } from '#lib/domain/reference.ts';
import { sql } from 'kysely';
import { compiledOnce } from '#lib/server/database/compiled-once.ts';
import { restoresOf, type Restore } from '#lib/server/database/epochs.ts';
import { listed, rowsOfList } from '#lib/server/database/listed.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import type { PushWorld } from './apply.ts';
import type { StockWorld } from '#lib/server/stock/stock-world.ts';
import type { UsedPhotos } from '#lib/server/photos/used-photos.ts';
import type { RecordState } from './record-state.ts';
import { wordingId } from './wordings.ts';

const KEY_COLUMNS = ['duplicate_key', 'season_key'] as const;
type KeyColumn = (typeof KEY_COLUMNS)[number];

/** The mutable world of one push: states move on operation by operation and can be taken back by the group. */
export class LoadedWorld implements PushWorld {
	readonly reference: Reference;
	readonly today: string;
	readonly newId: () => string;
	readonly parked: Set<string>;
	readonly restores: readonly Restore[];
	readonly usedPhotos: UsedPhotos;
	readonly #numbers: ReadonlyMap<string, string>;
	/** One stored record, not loaded, by `column key`. */
	readonly #stored: ReadonlyMap<string, string>;
	/** The records as they were before the push. */
	readonly #there: ReadonlyMap<string, RecordState>;
	/** Texts of the words that records of this push are found by, by their id. */
	readonly wordings = new Map<string, string>();
	/** Their ids by their text: most records of a phone share theirs. */
	readonly #wordingIds = new Map<string, string>();
	readonly #states: Map<string, RecordState>;
	readonly #stock: StockWorld;
	#counters: Map<string, number>;
	/** States at the beginning of the group of those it moved on. */
	#undo = new Map<string, RecordState | undefined>();
	#countersBefore = new Map<string, number>();
	/** Ids of the loaded records by `column key`: without it every create would look through the whole push. */
	readonly #byKey: Map<string, Set<string>>;

	constructor(parts: {
		reference: Reference;
		today: string;
		newId: () => string;
		states: Map<string, RecordState>;
		counters: Map<string, number>;
		stored: ReadonlyMap<string, string>;
		parked: Set<string>;
		restores: readonly Restore[];
		stock: StockWorld;
		usedPhotos: UsedPhotos;
		numbers: ReadonlyMap<string, string>;
	}) {
		this.#stock = parts.stock;
		this.usedPhotos = parts.usedPhotos;
		this.#numbers = parts.numbers;
		this.parked = parts.parked;
		this.restores = parts.restores;
		this.reference = parts.reference;
		this.today = parts.today;
		this.newId = parts.newId;
		this.#states = parts.states;
		this.#there = new Map(parts.states);
		this.#counters = parts.counters;
		this.#stored = parts.stored;
		this.#byKey = idsByKey(parts.states);
	}

	get states(): ReadonlyMap<string, RecordState> {
		return this.#states;
	}

	numberOf(id: string): string | null {
		return this.#states.get(id)?.row.no ?? this.#numbers.get(id) ?? null;
	}

	wasThere(id: string): boolean {
		return this.#there.has(id);
	}

	/** The record as it was before the push; undefined for one that the push made. */
	atFirst(id: string): RecordState | undefined {
		return this.#there.get(id);
	}

	/** Next free number by `prefix region year`. */
	get counters(): ReadonlyMap<string, number> {
		return this.#counters;
	}

	/** Begins a group: `before` and `restore` go back to here. */
	begin(): void {
		this.#undo = new Map();
		this.#countersBefore = new Map(this.#counters);
	}

	/** The record as it was when the group began; undefined for one that the group made. */
	before(id: string): RecordState | undefined {
		return this.#undo.has(id) ? this.#undo.get(id) : this.#states.get(id);
	}

	advance(id: string, state: RecordState): void {
		const standing = this.#states.get(id);
		if (!this.#undo.has(id)) this.#undo.set(id, standing);
		this.#put(id, standing, state);
	}

	/** Takes the group back. */
	restore(): void {
		for (const [id, state] of this.#undo) this.#put(id, this.#states.get(id), state);
		this.#counters = this.#countersBefore;
		this.begin();
	}

	#put(id: string, from: RecordState | undefined, to: RecordState | undefined): void {
		this.#stock.put(from, to);
		for (const key of keysOf(from)) this.#byKey.get(key)?.delete(id);
		if (to) this.#states.set(id, to);
		else this.#states.delete(id);
		for (const key of keysOf(to)) addTo(this.#byKey, key, id);
	}

	inHand(place: string, supply: string, self: string): number | null {
		return this.#stock.inHand(place, supply, this.#states.get(self));
	}

	sharing(column: KeyColumn, key: string | null, self: string): string[] {
		if (key === null) return [];
		const name = `${column} ${key}`;
		const stored = this.#stored.get(name);
		if (stored !== undefined) return [stored];
		for (const id of this.#byKey.get(name) ?? []) if (id !== self) return [id];
		return [];
	}

	wordingOf(text: string): string {
		const known = this.#wordingIds.get(text);
		if (known !== undefined) return known;
		const id = wordingId(text);
		this.#wordingIds.set(text, id);
		this.wordings.set(id, text);
		return id;
	}

	nextNumber(prefix: string, region: string, year: number): string {
		const key = `${prefix} ${region} ${year}`;
		const next = this.#counters.get(key) ?? 1;
		this.#counters.set(key, next + 1);
		return `${prefix}-${region}-${year}-${String(next).padStart(6, '0')}`;
	}
}

/** Keys under which others may find a record; a voided one is found under none. */
function keysOf(state: RecordState | undefined): string[] {
	if (!state || state.row.state === 'voided') return [];
	return KEY_COLUMNS.flatMap((column) =>
		state.row[column] === null ? [] : [`${column} ${state.row[column]}`]
	);
}

function addTo(ids: Map<string, Set<string>>, key: string, id: string): void {
	const found = ids.get(key);
	if (found) found.add(id);
	else ids.set(key, new Set([id]));
}

function idsByKey(states: ReadonlyMap<string, RecordState>): Map<string, Set<string>> {
	const ids = new Map<string, Set<string>>();
	for (const [id, state] of states) for (const key of keysOf(state)) addTo(ids, key, id);
	return ids;
}

/** Where numbers may be needed: locks each sequence, in one order for all writers. */
export async function loadCounters(
	trx: Trx,
	needed: readonly { readonly prefix: string; readonly region: string; readonly year: number }[]
): Promise<Map<string, number>> {
	const counters = new Map<string, number>();
	const distinct = new Map(needed.map((one) => [`${one.prefix} ${one.region} ${one.year}`, one]));
	for (const [key, { prefix, region, year }] of [...distinct].sort(([a], [b]) => (a < b ? -1 : 1))) {
		const [row] = await lockSequence(trx, prefix, region, year);
		if (row) counters.set(key, row.next);
	}
	return counters;
}

const lockSequence = compiledOnce((db, prefix: string, region: string, year: number) =>
	db
		.insertInto('number_sequence')
		.values({ prefix, region, year, next: 1 })
		.onConflict((conflict) =>
			conflict
				.columns(['prefix', 'region', 'year'])
				.doUpdateSet((set) => ({ next: set.ref('number_sequence.next') }))
		)
		.returning('next')
);

const storeSequence = compiledOnce((db, prefix: string, region: string, year: number, next: number) =>
	db
		.insertInto('number_sequence')
		.values({ prefix, region, year, next })
		.onConflict((conflict) => conflict.columns(['prefix', 'region', 'year']).doUpdateSet({ next }))
);

export async function storeCounters(trx: Trx, counters: ReadonlyMap<string, number>): Promise<void> {
	for (const [key, next] of counters) {
		const [prefix = '', region = '', year = ''] = key.split(' ');
		await storeSequence(trx, prefix, region, Number(year), next);
	}
}

/**
 * By `column key`, one stored record that shares this key with what is being sent. One is enough for every rule; a season
 * may have thousands at one place.
 * @param loaded records of this push: what they share is known from their states
 */
export async function loadSharing(
	trx: Trx,
	keys: Readonly<Record<KeyColumn, ReadonlySet<string>>>,
	loaded: readonly string[]
): Promise<Map<string, string>> {
	const found = new Map<string, string>();
	for (const column of KEY_COLUMNS) {
		if (keys[column].size === 0) continue;
		const rows = await findSharing[column](trx, [...keys[column]], loaded);
		for (const { key, id } of rows) if (id !== null) found.set(`${column} ${key}`, id);
	}
	return found;
}

const sharingBy = (column: KeyColumn) =>
	compiledOnce((db, keys: readonly string[], loaded: readonly string[]) => {
		const query = sql<{ key: string; id: string | null }>`select listed.value as key,
			(select id from record where ${sql.ref(column)} = listed.value and (state is null or state <> 'voided')
				and id not in ${listed(db, loaded)} limit 1) as id
			from ${rowsOfList(db, keys)} as listed`;
		return { compile: () => query.compile(db) };
	});
const findSharing = { duplicate_key: sharingBy('duplicate_key'), season_key: sharingBy('season_key') };

/** Readable numbers of records, as far as they have one. */
export async function loadNumbers(trx: Trx, ids: readonly string[]): Promise<Map<string, string>> {
	if (ids.length === 0) return new Map();
	const rows = await trx
		.selectFrom('record')
		.select(['id', 'no'])
		.where('id', 'in', listed(trx, ids))
		.execute();
	return new Map(rows.flatMap(({ id, no }) => (no === null ? [] : [[id, no]])));
}

/** Which of these records' creations are parked in custody. */
export async function loadParked(trx: Trx, ids: readonly string[]): Promise<Set<string>> {
	if (ids.length === 0) return new Set();
	const rows = await trx
		.selectFrom('operation')
		.select('record_id')
		.where('record_id', 'in', listed(trx, ids))
		.where('outcome', '=', 'parked')
		.where('verb', '=', 'create')
		.execute();
	return new Set(rows.flatMap(({ record_id }) => (record_id === null ? [] : [record_id])));
}

/** Each time the server was put back from a backup, in order. */
export async function loadRestores(trx: Trx): Promise<readonly Restore[]> {
	const [meta] = await findEpochs(trx);
	return meta ? restoresOf(meta) : [];
}

const findEpochs = compiledOnce((db) => db.selectFrom('meta').select(['epoch', 'earlier_epochs']));
