/** Finds packs by what is in them. Call inside a transaction. */
import type { Table } from 'dexie';
import { near } from '#lib/storage/near.ts';
import { idTerm, type PackRow } from './pack.ts';

export class PackFinder {
	readonly #table: () => Table<PackRow, number>;

	constructor(table: () => Table<PackRow, number>) {
		this.#table = table;
	}

	/** Those of these that are there. */
	async read(seqs: readonly number[]): Promise<PackRow[]> {
		if (seqs.length === 0) return [];
		return (await this.#table().bulkGet([...seqs])).filter((pack) => pack !== undefined);
	}

	holding(id: string): Promise<PackRow | undefined> {
		return this.#table().where('terms').equals(idTerm(id)).first();
	}

	/** Those that hold some of these ids, and perhaps others. */
	ofIds(ids: readonly string[]): Promise<PackRow[]> {
		return this.with(ids.map(idTerm));
	}

	/** As `ofIds`, without asking first whether they lie together. */
	async ofPage(ids: ReadonlySet<string>): Promise<PackRow[]> {
		return this.read(await this.#oneByOne([...ids].map(idTerm)));
	}

	/** Those in which one of these terms stands, and perhaps others. */
	async with(terms: readonly string[]): Promise<PackRow[]> {
		return this.read(await this.#seqsOf(terms));
	}

	async #oneByOne(terms: readonly string[]): Promise<number[]> {
		const asked = terms.map((one) => this.#table().where('terms').equals(one).primaryKeys());
		return [...new Set((await Promise.all(asked)).flat())];
	}

	async #seqsOf(terms: readonly string[]): Promise<number[]> {
		const found = await near(
			() => this.#table().where('terms'),
			terms,
			(part) => part.primaryKeys()
		);
		return [...new Set(found)];
	}
}
