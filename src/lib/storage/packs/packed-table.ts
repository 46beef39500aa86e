/**
 * A table of which a row stands in exactly one of two places: as a row of its own, or with others in a pack. Many settled rows
 * that are written at once go into packs; a row that is written alone comes out of its pack. What reads or writes the table does
 * not know where a row stands. Its readings and writings take both places' tables in one transaction (`tables`).
 */
import Dexie, { type Table } from 'dexie';
import { deleteMany } from '#lib/storage/delete-many.ts';
import { getMany } from '#lib/storage/get-many.ts';
import type { Found, PackedOptions, Placed } from './packed-options.ts';
import {
	idTerm,
	packRows,
	packWithout,
	term,
	unpack,
	unpackSome,
	unpackWith,
	type Layout,
	type PackRow
} from './pack.ts';

/** So many are asked for one by one. */
const FEW = 8;
/** Packs that are read at once where a few may do. */
const AT_ONCE = 4;
/** Rows of a page of a list. */
const A_PAGE = 64;
/** A range of terms is read whole where it holds at most so many for each that is wanted. */
const DENSE = 4;

export class PackedTable<Row, Name extends string> {
	/** So many settled rows written at once are packed. */
	packFrom = 32;
	/** What a transaction around a reading needs. */
	readonly reads: readonly string[];
	/** What a transaction around a writing needs. */
	readonly tables: readonly string[];
	readonly #database: Dexie;
	readonly #options: PackedOptions<Row, Name>;
	readonly #layout: Layout<Row>;

	constructor(database: Dexie, options: PackedOptions<Row, Name>) {
		this.#database = database;
		this.#options = options;
		this.reads = [options.rows, options.packs];
		this.tables = [...this.reads, ...(options.besides ?? [])];
		const found = Object.entries<Found<Row>>(options.found);
		this.#layout = {
			idOf: options.idOf,
			orderOf: options.orderOf,
			termsOf: (row) =>
				found.flatMap(([name, by]) => {
					const value = by.valueOf(row);
					return value === null ? [] : [term(name, value)];
				})
		};
	}

	/** Rows that stand by themselves. */
	get alone(): Table<Row, string> {
		return this.#database.table(this.#options.rows);
	}
	get packs(): Table<PackRow, number> {
		return this.#database.table(this.#options.packs);
	}

	/** Both places are read in one transaction: between two a row may have gone from one to the other. */
	#reading<Result>(read: () => Promise<Result>): Promise<Result> {
		if (Dexie.currentTransaction) return read();
		return this.#database.transaction('r', [...this.reads], async () => await read());
	}

	async get(id: string): Promise<Row | undefined> {
		const found = (await this.placeOne(id)).rows.get(id);
		// Without a transaction it may have come out of its pack between the two readings.
		return found ?? (Dexie.currentTransaction ? undefined : this.alone.get(id));
	}

	/** `place` of one id, in one wait. */
	async placeOne(id: string): Promise<Placed<Row>> {
		const ids = new Set([id]);
		const [alone, pack] = await Promise.all([this.alone.get(id), this.#holding(id)]);
		const found = alone ?? (pack && unpackSome<Row>(pack, ids)[0]?.[1]);
		return {
			ids,
			rows: new Map(found === undefined ? [] : [[id, found]]),
			alone: alone === undefined ? new Set() : ids,
			packs: pack ? [pack] : []
		};
	}

	#holding(id: string): Promise<PackRow | undefined> {
		return this.packs.where('terms').equals(idTerm(id)).first();
	}

	/** In the order of their ids. */
	async getMany(ids: readonly string[]): Promise<(Row | undefined)[]> {
		const { rows } = await this.#reading(() => this.place(ids));
		return ids.map((id) => rows.get(id));
	}

	/** As `getMany`, with where they stand. Call inside a transaction. */
	async place(ids: readonly string[]): Promise<Placed<Row>> {
		const alone = new Map<string, Row>();
		for (const row of await getMany(this.alone, ids, (one) => this.#options.idOf(one)))
			if (row) alone.set(this.#options.idOf(row), row);
		const missing = new Set(ids.filter((id) => !alone.has(id)));
		const packs =
			missing.size > A_PAGE ? await this.#packsOf([...missing]) : await this.#packsOfPage(missing);
		const packed = packs.flatMap((pack) => unpackSome<Row>(pack, missing));
		return { ids: new Set(ids), rows: new Map([...alone, ...packed]), alone: new Set(alone.keys()), packs };
	}

	/** As `#packsOf`, without asking first whether they lie together. */
	async #packsOfPage(ids: ReadonlySet<string>): Promise<PackRow[]> {
		const asked = [...ids].map((id) => this.packs.where('terms').equals(idTerm(id)).primaryKeys());
		return this.#read([...new Set((await Promise.all(asked)).flat())]);
	}

	/** Packs that hold some of these ids, and perhaps others. */
	async #packsOf(ids: readonly string[]): Promise<PackRow[]> {
		return this.#read(await this.#seqsOf(ids.map(idTerm)));
	}

	async #read(seqs: readonly number[]): Promise<PackRow[]> {
		if (seqs.length === 0) return [];
		return (await this.packs.bulkGet([...seqs])).filter((pack) => pack !== undefined);
	}

	async #seqsOf(terms: readonly string[]): Promise<number[]> {
		const where = () => this.packs.where('terms');
		const oneByOne = async () => {
			const found = await Promise.all(terms.map((one) => where().equals(one).primaryKeys()));
			return [...new Set(found.flat())];
		};
		if (terms.length <= FEW) return oneByOne();
		const sorted = [...terms].sort();
		const between = where().between(sorted[0], sorted.at(-1), true, true);
		const count = await between.count();
		if (count === 0) return [];
		return count > DENSE * terms.length ? oneByOne() : [...new Set(await between.primaryKeys())];
	}

	/** Rows found by one of these values, in no order. */
	async with(name: Name, values: readonly string[]): Promise<Row[]> {
		const wanted = [...new Set(values)];
		if (wanted.length === 0) return [];
		return this.#reading(async () =>
			(await Promise.all([this.#aloneWith(name, wanted), this.packedWith(name, wanted)])).flat()
		);
	}

	/** As `with`, of those in packs. */
	async packedWith(name: Name, values: readonly string[]): Promise<Row[]> {
		const wanted = new Set(values);
		const { valueOf } = this.#options.found[name];
		const packs = await this.#read(await this.#seqsOf([...wanted].map((value) => term(name, value))));
		const packed = packs.flatMap((pack) =>
			wanted.size > FEW ? unpack<Row>(pack) : unpackWith<Row>(pack, [...wanted])
		);
		return packed.filter((row) => wanted.has(valueOf(row) ?? ''));
	}

	/**
	 * The newest of those in packs whose order begins with `start`, at most `limit`, in no order. Packs that end last are looked
	 * at first, until none is left that could hold a newer one.
	 */
	async packedNewest(start: string, limit: number, isWanted: (row: Row) => boolean): Promise<Row[]> {
		const { orderOf } = this.#options;
		let found: { row: Row; order: string }[] = [];
		for (let from = 0; ; from += AT_ONCE) {
			const packs = this.packs.where('till').aboveOrEqual(start).reverse().offset(from).limit(AT_ONCE);
			const read = await packs.toArray();
			for (const pack of read) {
				const oldest = found.length < limit ? undefined : found.at(-1);
				if (oldest && pack.till < oldest.order) return found.map(({ row }) => row);
				for (const row of unpack<Row>(pack))
					if (orderOf(row).startsWith(start) && isWanted(row)) found.push({ row, order: orderOf(row) });
				found = found.sort((one, other) => (one.order < other.order ? 1 : -1)).slice(0, limit);
			}
			if (read.length < AT_ONCE) return found.map(({ row }) => row);
		}
	}

	/** As `filter`, of those in packs. */
	async packedFilter(isWanted: (row: Row) => boolean): Promise<Row[]> {
		return (await this.packs.toArray()).flatMap((pack) => unpack<Row>(pack)).filter(isWanted);
	}

	async hasPacks(): Promise<boolean> {
		return (await this.packs.limit(1).count()) > 0;
	}

	async #aloneWith(name: Name, values: readonly string[]): Promise<Row[]> {
		const { index, keyOf, valueOf } = this.#options.found[name];
		const where = () => this.alone.where(index);
		const oneByOne = async () =>
			(await Promise.all(values.map((value) => where().equals(keyOf(value)).toArray()))).flat();
		if (values.length <= FEW) return oneByOne();
		const sorted = [...values].sort();
		const between = where().between(keyOf(sorted[0] ?? ''), keyOf(sorted.at(-1) ?? ''), true, true);
		const count = await between.count();
		if (count === 0) return [];
		if (count > DENSE * values.length) return oneByOne();
		const wanted = new Set(values);
		return (await between.toArray()).filter((row) => wanted.has(valueOf(row) ?? ''));
	}

	/** All rows that are wanted; reads everything. */
	async filter(isWanted: (row: Row) => boolean): Promise<Row[]> {
		return this.#reading(async () => {
			const alone = this.alone.filter(isWanted).toArray();
			return (await Promise.all([alone, this.packedFilter(isWanted)])).flat();
		});
	}

	async count(): Promise<number> {
		return this.#reading(async () => {
			const packed = this.packs.where('terms').startsWith(idTerm(''));
			const [alone, inPacks] = await Promise.all([this.alone.count(), packed.count()]);
			return alone + inPacks;
		});
	}

	/**
	 * Call inside a transaction over `tables`. Of rows with the same id the last one counts.
	 * @param placed what `place` gave for all of them, where nothing was written since: it is not looked up again
	 */
	async put(given: readonly Row[], placed?: Placed<Row>): Promise<void> {
		if (given.length === 0) return;
		const { idOf, isSettled, onWrite } = this.#options;
		const rows = [...new Map(given.map((row) => [idOf(row), row])).values()];
		const settled = rows.filter((row) => isSettled(row));
		const packed = settled.length >= this.packFrom ? settled : [];
		const inPacks = new Set(packed);
		const alone = inPacks.size > 0 ? rows.filter((row) => !inPacks.has(row)) : rows;
		// All at once: a wait for each costs as much as a writing.
		const added = packRows(packed, this.#layout);
		const ids = rows.map(idOf);
		const known = placed && ids.every((id) => placed.ids.has(id)) ? placed : undefined;
		const writes: PromiseLike<unknown>[] = [this.#takeOut(ids, added, known?.packs)];
		if (alone.length > 0) writes.push(this.alone.bulkPut(alone));
		const left = packed.map(idOf).filter((id) => known === undefined || known.alone.has(id));
		if (left.length > 0) writes.push(deleteMany(this.alone, left));
		if (onWrite) writes.push(onWrite(rows, []));
		await Promise.all(writes);
	}

	/** Call inside a transaction over `tables`. */
	async delete(ids: readonly string[]): Promise<void> {
		if (ids.length === 0) return;
		const { onWrite } = this.#options;
		const writes: PromiseLike<unknown>[] = [this.#takeOut(ids, []), deleteMany(this.alone, ids)];
		if (onWrite) writes.push(onWrite([], ids));
		await Promise.all(writes);
	}

	/** Takes rows out of the packs that hold them; only then others may be added that hold them anew. */
	async #takeOut(
		ids: readonly string[],
		added: readonly PackRow[],
		packs?: readonly PackRow[]
	): Promise<void> {
		const gone = new Set(ids);
		const left: PackRow[] = [];
		const empty: number[] = [];
		for (const pack of packs ?? (await this.#packsOf(ids))) {
			const rest = packWithout(pack, gone, this.#layout);
			if (rest === null && pack.seq !== undefined) empty.push(pack.seq);
			else if (rest && rest !== pack) left.push(rest);
		}
		const writes: PromiseLike<unknown>[] = [];
		if (left.length > 0) writes.push(this.packs.bulkPut(left));
		if (empty.length > 0) writes.push(this.packs.bulkDelete(empty));
		if (added.length > 0) writes.push(this.packs.bulkAdd(added));
		await Promise.all(writes);
	}

	/**
	 * Rows dated before `limit` go; those of a pack once all of it is. Call inside a transaction over `tables`.
	 * @param index by which those that stand by themselves are dated
	 */
	async trim(index: string, limit: string): Promise<void> {
		await Promise.all([
			this.alone.where(index).below(limit).delete(),
			this.packs.where('till').below(limit).delete()
		]);
	}
}
