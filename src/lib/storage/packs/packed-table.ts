/**
 * A table of which a row stands in exactly one of two places: as a row of its own, or with others in a pack. Many settled rows
 * that are written at once go into packs; a row that is written alone comes out of its pack. What reads or writes the table does
 * not know where a row stands. Its readings and writings take both places' tables in one transaction (`tables`).
 */
import Dexie, { type Table } from 'dexie';
import { deleteMany } from '#lib/storage/delete-many.ts';
import { getMany } from '#lib/storage/get-many.ts';
import { near } from '#lib/storage/near.ts';
import { changePacks, packsById } from './change-packs.ts';
import { PackFinder } from './pack-finder.ts';
import type { Found, Guess, PackedOptions, Placed } from './packed-options.ts';
import { idTerm, packRows, term, unpack, unpackSome, unpackWith, type Layout, type PackRow } from './pack.ts';

/** Of so few values the rows are picked before they are parsed. */
const FEW = 8;
/** Packs that are read first where a few may do; each further reading takes twice as many. */
const FIRST_PACKS = 4;
/** Rows of a page of a list. */
const A_PAGE = 64;

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
	readonly #finder: PackFinder;

	constructor(database: Dexie, options: PackedOptions<Row, Name>) {
		this.#database = database;
		this.#options = options;
		this.reads = [options.rows, options.packs];
		this.tables = [...this.reads, ...(options.besides ?? [])];
		this.#finder = new PackFinder(() => this.packs);
		const found = Object.entries<Found<Row>>(options.found);
		this.#layout = {
			idOf: options.idOf,
			// Imported records share an instant by the hundred: by their ids a pack has a place among them too.
			orderOf: (row) => `${options.orderOf(row)} ${options.idOf(row)}`,
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
		const [alone, pack] = await Promise.all([this.alone.get(id), this.#finder.holding(id)]);
		const found = alone ?? (pack && unpackSome<Row>(pack, ids)[0]?.[1]);
		return {
			ids,
			rows: new Map(found === undefined ? [] : [[id, found]]),
			alone: alone === undefined ? new Set() : ids,
			packs: pack ? [pack] : []
		};
	}

	/** In the order of their ids. */
	async getMany(ids: readonly string[]): Promise<(Row | undefined)[]> {
		const { rows } = await this.#reading(() => this.place(ids));
		return ids.map((id) => rows.get(id));
	}

	/** As `getMany`, of rows of which somebody may know where they stand: in one wait where that is so. */
	async getGuessed(guesses: readonly Guess[]): Promise<(Row | undefined)[]> {
		const ids = new Set(guesses.map(({ id }) => id));
		const seqs = new Set(guesses.flatMap(({ pack }) => pack || []));
		return this.#reading(async () => {
			const packs = await this.#finder.read([...seqs]);
			const rows = new Map(packs.flatMap((pack) => unpackSome<Row>(pack, ids)));
			const left = [...ids].filter((id) => !rows.has(id));
			const others = left.length > 0 ? (await this.place(left)).rows : rows;
			return guesses.map(({ id }) => rows.get(id) ?? others.get(id));
		});
	}

	/** As `getMany`, with where they stand. Call inside a transaction. */
	async place(ids: readonly string[]): Promise<Placed<Row>> {
		const alone = new Map<string, Row>();
		for (const row of await getMany(this.alone, ids, (one) => this.#options.idOf(one)))
			if (row) alone.set(this.#options.idOf(row), row);
		const missing = new Set(ids.filter((id) => !alone.has(id)));
		const packs =
			missing.size > A_PAGE ? await this.#finder.ofIds([...missing]) : await this.#finder.ofPage(missing);
		const packed = packs.flatMap((pack) => unpackSome<Row>(pack, missing));
		return { ids: new Set(ids), rows: new Map([...alone, ...packed]), alone: new Set(alone.keys()), packs };
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
		const packs = await this.#finder.with([...wanted].map((value) => term(name, value)));
		const packed = packs.flatMap((pack) =>
			wanted.size > FEW ? unpack<Row>(pack) : unpackWith<Row>(pack, [...wanted])
		);
		return packed.filter((row) => wanted.has(valueOf(row) ?? ''));
	}

	/**
	 * The newest of those in packs whose order begins with `start`, at most `limit`, in no order; of one order the higher ids.
	 * Packs that end last are looked at first, until none is left that could hold a newer one.
	 */
	async packedNewest(start: string, limit: number, isWanted: (row: Row) => boolean): Promise<Row[]> {
		const { orderOf } = this.#layout;
		// Keys alone come in one answer; backwards a browser would step from one to the next.
		const seqs = (await this.packs.where('till').aboveOrEqual(start).primaryKeys()).reverse();
		let found: { row: Row; order: string }[] = [];
		for (let from = 0, some = FIRST_PACKS; from < seqs.length; from += some, some *= 2) {
			for (const pack of await this.#finder.read(seqs.slice(from, from + some))) {
				const oldest = found.length < limit ? undefined : found.at(-1);
				if (oldest && pack.till < oldest.order) return found.map(({ row }) => row);
				for (const row of unpack<Row>(pack))
					if (orderOf(row).startsWith(start) && isWanted(row)) found.push({ row, order: orderOf(row) });
				found = found.sort((one, other) => (one.order < other.order ? 1 : -1)).slice(0, limit);
			}
		}
		return found.map(({ row }) => row);
	}

	/** As `filter`, of those in packs; a few packs at a time. */
	async packedFilter(isWanted: (row: Row) => boolean): Promise<Row[]> {
		const rows: Row[] = [];
		for (let after = 0; ;) {
			const packs = await this.packs.where(':id').above(after).limit(A_PAGE).toArray();
			for (const pack of packs) rows.push(...unpack<Row>(pack).filter(isWanted));
			after = packs.at(-1)?.seq ?? after;
			if (packs.length < A_PAGE) return rows;
		}
	}

	async hasPacks(): Promise<boolean> {
		return (await this.packs.limit(1).count()) > 0;
	}

	async #aloneWith(name: Name, values: readonly string[]): Promise<Row[]> {
		const { index, keyOf, valueOf } = this.#options.found[name];
		const rows = await near(
			() => this.alone.where(index),
			values.map((value) => keyOf(value)),
			(part) => part.toArray()
		);
		const wanted = new Set(values);
		return rows.filter((row) => wanted.has(valueOf(row) ?? ''));
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
		const { idOf, isSettled } = this.#options;
		const rows = [...new Map(given.map((row) => [idOf(row), row])).values()];
		const settled = rows.filter((row) => isSettled(row));
		const packed = settled.length >= this.packFrom ? settled : [];
		const inPacks = new Set(packed);
		const alone = inPacks.size > 0 ? rows.filter((row) => !inPacks.has(row)) : rows;
		// All at once: a wait for each costs as much as a writing.
		const added = packRows(packed, this.#layout);
		const ids = rows.map(idOf);
		const known = placed && ids.every((id) => placed.ids.has(id)) ? placed : undefined;
		const writes: PromiseLike<unknown>[] = [];
		if (alone.length > 0) writes.push(this.alone.bulkPut(alone));
		const left = packed.map(idOf).filter((id) => known === undefined || known.alone.has(id));
		if (left.length > 0) writes.push(deleteMany(this.alone, left));
		const isNew = known !== undefined && !ids.some((id) => known.rows.has(id));
		writes.push(this.#putPacks(added, this.#takeOut(ids, added, known?.packs), rows, isNew));
		await Promise.all(writes);
	}

	/** @param adding what gives the packs' keys: none are waited for where there are no packs */
	async #putPacks(
		added: readonly PackRow[],
		adding: Promise<readonly number[]>,
		rows: readonly Row[],
		isNew: boolean
	): Promise<void> {
		const { onWrite } = this.#options;
		const seqs = added.length > 0 ? await adding : [];
		const telling = onWrite?.(rows, [], { packOf: packsById(added, seqs), isNew });
		await Promise.all([adding, telling]);
	}

	/** Call inside a transaction over `tables`. */
	async delete(ids: readonly string[]): Promise<void> {
		if (ids.length === 0) return;
		const { onWrite } = this.#options;
		const writes: PromiseLike<unknown>[] = [this.#takeOut(ids, []), deleteMany(this.alone, ids)];
		if (onWrite) writes.push(onWrite([], ids, { packOf: () => 0, isNew: false }));
		await Promise.all(writes);
	}

	async #takeOut(
		ids: readonly string[],
		added: readonly PackRow[],
		known?: readonly PackRow[]
	): Promise<readonly number[]> {
		const packs = known ?? (await this.#finder.ofIds(ids));
		return changePacks(this.packs, packs, ids, added, this.#layout);
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
