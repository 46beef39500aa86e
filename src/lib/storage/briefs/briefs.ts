/** All records of a phone in brief, in memory, brought up to date from the rows that were added since they were last read. */
import type { BriefRow } from './brief-row.ts';
import { OpenSheet } from './open-sheet.ts';
import { PageOfBest } from './page-of-best.ts';
import { MOST_LINES, type Brief, type Facets } from './sheet.ts';

/** A place is a sheet and a line on it in one number: ten thousand of them are made when a page first asks. */
const LINES = MOST_LINES + 1;

export class Briefs {
	#generation = 0;
	#seq = 0;
	#isDoubted = false;
	#sheets: OpenSheet[] = [];
	#places = new Map<string, number>();

	get generation(): number {
		return this.#generation;
	}
	/** The last row that was read. */
	get seq(): number {
		return this.#seq;
	}
	/** They did not agree with the records; they are not asked any more until they were made again. */
	get isDoubted(): boolean {
		return this.#isDoubted;
	}
	doubt(): void {
		this.#isDoubted = true;
	}
	get size(): number {
		return this.#places.size;
	}

	/**
	 * Takes in what one transaction has read.
	 * @param since the rows begin after this one
	 * @param present the records that `rows` note, as far as they are there now
	 */
	take(generation: number, since: number, rows: readonly BriefRow[], present: readonly OpenSheet[]): void {
		const last = rows.at(-1)?.seq ?? since;
		// Another reader of this page was later and has all of it.
		if (generation < this.#generation || (generation === this.#generation && last <= this.#seq)) return;
		if (generation > this.#generation) {
			this.#sheets = [];
			this.#places = new Map();
			this.#isDoubted = false;
		}
		this.#generation = generation;
		this.#seq = last;
		for (const { noted, gone, sheet } of rows) {
			if (sheet) this.#enter(new OpenSheet(sheet));
			for (const id of noted) this.#leave(id);
			for (const id of gone) this.#leave(id);
		}
		for (const sheet of present) this.#enter(sheet);
	}

	#enter(sheet: OpenSheet): void {
		const first = (this.#sheets.push(sheet) - 1) * LINES;
		for (let line = 0; line < sheet.ids.length; line++) {
			const id = sheet.ids[line] ?? '';
			this.#overtake(this.#places.get(id));
			this.#places.set(id, first + line);
		}
	}

	#leave(id: string): void {
		this.#overtake(this.#places.get(id));
		this.#places.delete(id);
	}

	#overtake(place: number | undefined): void {
		if (place !== undefined) this.#sheets[Math.floor(place / LINES)]?.strike(place % LINES);
	}

	/**
	 * Ids of one page of the records that are wanted, newest first, and how many there are in all.
	 * @param parts each has to be a part of a word of the record; lower case
	 */
	find(
		isWanted: (facets: Facets) => boolean,
		parts: readonly string[],
		day: string | undefined,
		{ offset, limit }: { readonly offset: number; readonly limit: number }
	): { readonly ids: readonly string[]; readonly total: number } {
		const best = new PageOfBest(offset + limit);
		const start = day === undefined ? '' : `${day} `;
		for (const sheet of this.#sheets) {
			sheet.each(isWanted, parts, (id, order) => {
				if (order.startsWith(start)) best.add(id, order);
			});
		}
		return { ids: best.ids.slice(offset), total: best.total };
	}

	/** All of them, newest first. */
	all(): Brief[] {
		const briefs = [...this.#places.values()].map((place) =>
			this.#sheets[Math.floor(place / LINES)]?.brief(place % LINES)
		);
		return briefs
			.filter((brief) => brief !== undefined)
			.sort((a, b) => (a.order < b.order ? 1 : a.order > b.order ? -1 : a.id < b.id ? 1 : -1));
	}
}
