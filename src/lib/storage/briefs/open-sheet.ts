import type { Brief, Facets, Sheet } from './sheet.ts';

/** A sheet in memory; lines whose record was written again or deleted are struck. */
export class OpenSheet {
	readonly ids: readonly string[];
	readonly #sheet: Sheet;
	readonly #orders: readonly string[];
	readonly #struck: Uint8Array;
	#words: readonly string[] | null = null;

	constructor(sheet: Sheet) {
		this.#sheet = sheet;
		this.ids = sheet.ends.length === 0 ? [] : sheet.ids.split('\n');
		this.#orders = sheet.orders.split('\n');
		this.#struck = new Uint8Array(sheet.ends.length);
	}

	get #wordList(): readonly string[] {
		return (this.#words ??= this.#sheet.words.split('\n'));
	}

	strike(line: number): void {
		this.#struck[line] = 1;
	}

	/**
	 * Calls `found` with each record that is wanted.
	 * @param parts each has to be a part of a word of the record
	 */
	each(
		isWanted: (facets: Facets) => boolean,
		parts: readonly string[],
		found: (id: string, order: string) => void
	): void {
		const { facetOf, facets } = this.#sheet;
		const wanted = facets.map((one) => one !== null && isWanted(one));
		if (!wanted.includes(true)) return;
		const marks = parts.map((part) =>
			Uint8Array.from(this.#wordList, (word) => (word.includes(part) ? 1 : 0))
		);
		if (marks.some((mark) => !mark.includes(1))) return;
		for (let line = 0; line < this.ids.length; line++) {
			if (this.#struck[line] || !wanted[facetOf[line] ?? 0]) continue;
			if (marks.every((mark) => this.#isMarked(mark, line)))
				found(this.ids[line] ?? '', this.#orders[line] ?? '');
		}
	}

	#isMarked(mark: Uint8Array, line: number): boolean {
		const { text, ends } = this.#sheet;
		const to = ends[line] ?? 0;
		for (let at = ends[line - 1] ?? 0; at < to; at++) if (mark[text[at] ?? 0]) return true;
		return false;
	}

	brief(line: number): Brief {
		const { facetOf, facets, text, ends } = this.#sheet;
		const numbers = [...text.subarray(ends[line - 1] ?? 0, ends[line])];
		return {
			id: this.ids[line] ?? '',
			order: this.#orders[line] ?? '',
			facets: facets[facetOf[line] ?? 0] ?? null,
			words: numbers.map((number) => this.#wordList[number] ?? '')
		};
	}
}
