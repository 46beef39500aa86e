import { isBefore, type Brief } from './sheet.ts';

export type Line = Pick<Brief, 'id' | 'order' | 'pack'>;

/** The newest few of many, without sorting the many. */
export class PageOfBest {
	readonly #size: number;
	readonly #best: Line[] = [];

	constructor(size: number) {
		this.#size = size;
	}

	get lines(): readonly Line[] {
		return this.#best;
	}

	/** False: neither a line of this order nor an older one would be taken. */
	isOpenTo(order: string): boolean {
		return this.#best.length < this.#size || order >= (this.#best.at(-1)?.order ?? '');
	}

	/** @returns false where it was not taken, and no older one would be */
	add(line: Line): boolean {
		const best = this.#best;
		const last = best.at(-1);
		if (best.length >= this.#size && (!last || !isBefore(line, last))) return false;
		let [from, to] = [0, best.length];
		while (from < to) {
			const middle = (from + to) >> 1;
			const other = best[middle];
			if (other && isBefore(line, other)) to = middle;
			else from = middle + 1;
		}
		best.splice(from, 0, line);
		if (best.length > this.#size) best.pop();
		return true;
	}
}
