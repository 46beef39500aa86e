import type { PageOfBest } from './page-of-best.ts';
import type { Brief, Facets, Sheet } from './sheet.ts';

/** What of a record has to be so for it to be shown. */
export interface Wanted {
	isWanted(facets: Facets): boolean;
	/** Each has to be a part of a word of the record; lower case. */
	readonly parts: readonly string[];
	/** What its order begins with. */
	readonly start: string;
}

function firstLine(text: string): string {
	const end = text.indexOf('\n');
	return end < 0 ? text : text.slice(0, end);
}

/**
 * A sheet in memory; lines whose record was written again or deleted are struck. Its texts are taken apart only where a page
 * shows some of its lines: of ten thousand records a list shows fifty.
 */
export class OpenSheet {
	readonly #sheet: Sheet;
	readonly #struck: Uint8Array;
	#ids: readonly string[] | null = null;
	#orders: readonly string[] | null = null;
	#words: readonly string[] | null = null;
	#size: number;

	constructor(sheet: Sheet) {
		this.#sheet = sheet;
		this.#size = sheet.ends.length;
		this.#struck = new Uint8Array(this.#size);
	}

	/** Lines that are not struck. */
	get size(): number {
		return this.#size;
	}

	get ids(): readonly string[] {
		return (this.#ids ??= this.#struck.length === 0 ? [] : this.#sheet.ids.split('\n'));
	}
	get #orderList(): readonly string[] {
		return (this.#orders ??= this.#sheet.orders.split('\n'));
	}
	get #wordList(): readonly string[] {
		return (this.#words ??= this.#sheet.words.split('\n'));
	}

	strike(line: number): void {
		if (this.#struck[line] === 0) this.#size--;
		this.#struck[line] = 1;
	}

	/** Strikes the line of a record, if there is one. */
	strikeId(id: string): void {
		if (!this.#sheet.ids.includes(id)) return;
		const line = this.ids.indexOf(id);
		if (line >= 0) this.strike(line);
	}

	/** Offers `best` each record that is wanted. @returns how many there are */
	find({ isWanted, parts, start }: Wanted, best: PageOfBest): number {
		const { facetOf, facets, words, newestFirst, packs, orders } = this.#sheet;
		const wanted = facets.map((one) => one !== null && isWanted(one));
		if (!wanted.includes(true)) return 0;
		if (!parts.every((part) => words.includes(part))) return 0;
		const marks = parts.map((part) =>
			Uint8Array.from(this.#wordList, (word) => (word.includes(part) ? 1 : 0))
		);
		let total = 0;
		let isOpen = !newestFirst || best.isOpenTo(firstLine(orders));
		for (let line = 0; line < this.#struck.length; line++) {
			if (this.#struck[line] || !wanted[facetOf[line] ?? 0]) continue;
			if (!marks.every((mark) => this.#isMarked(mark, line))) continue;
			if (start !== '' && !this.#orderList[line]?.startsWith(start)) continue;
			total++;
			if (!isOpen) continue;
			const found = { id: this.ids[line] ?? '', order: this.#orderList[line] ?? '' };
			const isTaken = best.add({ ...found, pack: packs?.[line] ?? 0 });
			if (newestFirst) isOpen = isTaken;
		}
		return total;
	}

	#isMarked(mark: Uint8Array, line: number): boolean {
		const { text, ends } = this.#sheet;
		const to = ends[line] ?? 0;
		for (let at = ends[line - 1] ?? 0; at < to; at++) if (mark[text[at] ?? 0]) return true;
		return false;
	}

	/** Those that are not struck. */
	briefs(): Brief[] {
		return this.ids.flatMap((id, line) => (this.#struck[line] ? [] : [this.#brief(id, line)]));
	}

	#brief(id: string, line: number): Brief {
		const { facetOf, facets, text, ends, packs } = this.#sheet;
		const numbers = [...text.subarray(ends[line - 1] ?? 0, ends[line])];
		return {
			id,
			order: this.#orderList[line] ?? '',
			facets: facets[facetOf[line] ?? 0] ?? null,
			words: numbers.map((number) => this.#wordList[number] ?? ''),
			pack: packs?.[line] ?? 0
		};
	}
}
