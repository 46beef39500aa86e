/** The newest few of many, without sorting the many. */
export class PageOfBest {
	readonly #size: number;
	readonly #best: { readonly id: string; readonly order: string }[] = [];
	total = 0;

	constructor(size: number) {
		this.#size = size;
	}

	get ids(): readonly string[] {
		return this.#best.map(({ id }) => id);
	}

	/** @param order the highest is the newest; of equal ones the higher id */
	add(id: string, order: string): void {
		this.total++;
		const best = this.#best;
		const isBefore = (other: { readonly id: string; readonly order: string }) =>
			order > other.order || (order === other.order && id > other.id);
		const last = best.at(-1);
		if (best.length >= this.#size && (!last || !isBefore(last))) return;
		let [from, to] = [0, best.length];
		while (from < to) {
			const middle = (from + to) >> 1;
			const other = best[middle];
			if (other && isBefore(other)) to = middle;
			else from = middle + 1;
		}
		best.splice(from, 0, { id, order });
		if (best.length > this.#size) best.pop();
	}
}
