/** All records of a phone in brief, in memory, brought up to date from the rows that were added since they were last read. */
import type { BriefRow } from './brief-row.ts';
import { OpenSheet, type Wanted } from './open-sheet.ts';
import { PageOfBest, type Line } from './page-of-best.ts';
import { isBefore, MOST_LINES, type Brief } from './sheet.ts';

/** A place is a sheet and a line on it in one number. */
const LINES = MOST_LINES + 1;
/** So few are looked for on each sheet; for more all records are put into a map by their ids, which takes longer than a list. */
const FEW = 16;

export class Briefs {
	#generation = 0;
	#seq = 0;
	#isDoubted = false;
	#sheets: OpenSheet[] = [];
	/** Where the newest word on each record stands; null until somebody has to look for many. */
	#places: Map<string, number> | null = null;

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
		return this.#sheets.reduce((sum, sheet) => sum + sheet.size, 0);
	}

	/**
	 * Takes in what one transaction has read.
	 * @param since the rows begin after this one
	 * @param present the records that they note, as far as they are there now
	 */
	take(generation: number, since: number, read: readonly BriefRow[], present: readonly OpenSheet[]): void {
		const last = read.at(-1)?.seq ?? since;
		// Another reader of this page was later and has all of it.
		if (generation < this.#generation || (generation === this.#generation && last <= this.#seq)) return;
		if (generation > this.#generation) {
			this.#sheets = [];
			this.#places = null;
			this.#isDoubted = false;
		}
		// Another reader that began at the same time has taken some of them.
		const taken = generation === this.#generation ? this.#seq : since;
		const rows = read.filter(({ seq = 0 }) => seq > taken);
		this.#generation = generation;
		this.#seq = last;
		for (const { noted, gone, sheet, isNew } of rows) {
			if (sheet) this.#enter(new OpenSheet(sheet), isNew ?? false);
			this.#leave(noted);
			this.#leave(gone);
		}
		for (const sheet of present) this.#enter(sheet, false);
	}

	/** @param isNew nothing was known before of any record on it */
	#enter(sheet: OpenSheet, isNew: boolean): void {
		if (!isNew) this.#leave(sheet.ids);
		const at = this.#sheets.push(sheet) - 1;
		if (this.#places) placeAll(this.#places, sheet, at);
	}

	/** What stands on the sheets of these records no longer counts. */
	#leave(ids: readonly string[]): void {
		if (ids.length === 0 || this.#sheets.length === 0) return;
		if (!this.#places && ids.length <= FEW) {
			for (const id of ids) for (const sheet of this.#sheets) sheet.strikeId(id);
			return;
		}
		this.#places ??= placesOf(this.#sheets);
		for (const id of ids) {
			const place = this.#places.get(id);
			if (place !== undefined) this.#sheets[Math.floor(place / LINES)]?.strike(place % LINES);
		}
	}

	/** One page of the records that are wanted, newest first, and how many there are in all. */
	find(
		wanted: Wanted,
		{ offset, limit }: { readonly offset: number; readonly limit: number }
	): { readonly lines: readonly Line[]; readonly total: number } {
		const best = new PageOfBest(offset + limit);
		let total = 0;
		// The last sheet is mostly the newest, after which the others need not be taken apart.
		for (let at = this.#sheets.length - 1; at >= 0; at--) total += this.#sheets[at]?.find(wanted, best) ?? 0;
		return { lines: best.lines.slice(offset), total };
	}

	/** All of them, newest first. */
	all(): Brief[] {
		return this.#sheets
			.flatMap((sheet) => sheet.briefs())
			.sort((one, other) => (isBefore(one, other) ? -1 : 1));
	}
}

function placesOf(sheets: readonly OpenSheet[]): Map<string, number> {
	const places = new Map<string, number>();
	for (const [at, sheet] of sheets.entries()) placeAll(places, sheet, at);
	return places;
}

/** Of a record with several lines all but the last are struck. */
function placeAll(places: Map<string, number>, sheet: OpenSheet, at: number): void {
	for (const [line, id] of sheet.ids.entries()) places.set(id, at * LINES + line);
}
