/**
 * Records in brief: of each what lists filter and sort by and the words it is found by, many on one sheet, in columns. A
 * sheet is a twentieth of its records; all of a phone's are read in the time that fifty records take.
 *
 * Words stand once in a sheet, as a record's text is mostly what others say too (names of goods, teams, counties).
 */
import type { RecordRow } from '#lib/storage/schema.ts';

/** What a list may filter by. */
export interface Facets {
	readonly kind: string;
	readonly mine: 0 | 1;
	readonly stage: RecordRow['stage'];
	readonly state: RecordRow['state'];
	readonly team: string | null;
}

/** One record in brief. */
export interface Brief {
	readonly id: string;
	/** Day, a space, instant of saving: a later one is shown before. */
	readonly order: string;
	/** null: opaque, no list shows it. */
	readonly facets: Facets | null;
	readonly words: readonly string[];
	/** Pack in which it stood when it was written, 0 where it stood by itself: a guess, to be checked by whoever looks there. */
	readonly pack?: number;
}

/** Newest first; of one instant the higher id. */
export function isBefore(one: Pick<Brief, 'id' | 'order'>, other: Pick<Brief, 'id' | 'order'>): boolean {
	return one.order > other.order || (one.order === other.order && one.id > other.id);
}

export interface Sheet {
	/** Absent on those of earlier versions, whose lines stand in no order; else newest first. */
	readonly newestFirst?: true;
	/** One a line. */
	readonly ids: string;
	readonly orders: string;
	readonly facets: readonly (Facets | null)[];
	/** Which of `facets`, by record. */
	readonly facetOf: Uint16Array;
	/** Distinct words, one a line. */
	readonly words: string;
	/** Numbers of the words of one record after the other; those of record `i` end before `ends[i]`. */
	readonly text: Uint16Array | Uint32Array;
	readonly ends: Uint32Array;
	/** Absent where all stood by themselves. */
	readonly packs?: Uint32Array;
}

export function orderOf({ date, savedAt }: Pick<RecordRow, 'date' | 'savedAt'>): string {
	return `${date} ${savedAt}`.replaceAll('\n', ' ');
}

export function briefOf(row: RecordRow): Brief {
	const { id, kind, mine = 0, stage, state, team } = row;
	return {
		id,
		order: orderOf(row),
		facets: row.opaque ? null : { kind, mine, stage, state, team },
		// No word that somebody types reaches over a space.
		words: row.searchText.split(/\s+/)
	};
}

/** Numbers things from 0 in order of their first appearance. */
class Numbering<Thing> {
	readonly things: Thing[] = [];
	readonly #numbers = new Map<unknown, number>();

	of(key: unknown, thing: Thing): number {
		const known = this.#numbers.get(key);
		if (known !== undefined) return known;
		this.#numbers.set(key, this.things.length);
		return this.things.push(thing) - 1;
	}
}

/** Records that fit on a sheet. */
export const MOST_LINES = 0xffff;

/** @param given at most `MOST_LINES` */
export function packSheet(given: readonly Brief[]): Sheet {
	const briefs = [...given].sort((one, other) => (isBefore(one, other) ? -1 : 1));
	const facets = new Numbering<Facets | null>();
	const words = new Numbering<string>();
	const facetOf = new Uint16Array(briefs.length);
	const ends = new Uint32Array(briefs.length);
	const text: number[] = [];
	for (const [at, brief] of briefs.entries()) {
		const { kind, mine, stage, state, team } = brief.facets ?? {};
		facetOf[at] = facets.of(`${kind}\n${mine}\n${stage}\n${state}\n${team}`, brief.facets);
		for (const word of brief.words) if (word) text.push(words.of(word, word));
		ends[at] = text.length;
	}
	const Numbers = words.things.length > 0xffff ? Uint32Array : Uint16Array;
	const packs = briefs.some(({ pack }) => pack) && Uint32Array.from(briefs, ({ pack = 0 }) => pack);
	return {
		newestFirst: true,
		...(packs ? { packs } : {}),
		ids: briefs.map(({ id }) => id).join('\n'),
		orders: briefs.map(({ order }) => order).join('\n'),
		facets: facets.things,
		facetOf,
		words: words.things.join('\n'),
		text: Numbers.from(text),
		ends
	};
}
