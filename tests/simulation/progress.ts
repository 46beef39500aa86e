/** How far a run of seeds has come, and where it can be taken up again: threads end their seeds in no order. */
export class Progress {
	readonly #first: number;
	readonly #last: number;
	readonly #ahead = new Set<number>();
	#next: number;
	#played = 0;

	constructor(first: number, last: number) {
		this.#first = first;
		this.#last = last;
		this.#next = first;
	}

	/** The lowest seed that has not been played. */
	get next(): number {
		return this.#next;
	}

	done(seed: number): void {
		this.#played++;
		this.#ahead.add(seed);
		while (this.#ahead.delete(this.#next)) this.#next++;
	}

	/** @param millis since it began */
	line(millis: number): string {
		const left = this.#last - this.#first + 1 - this.#played;
		const time = duration((millis / Math.max(1, this.#played)) * left);
		const then = left === 0 ? '' : `; stopped now, --from ${this.#next} goes on`;
		return `${this.#played} seeds played, ${left} left up to seed ${this.#last}, ${time} to go${then}`;
	}
}

function duration(millis: number): string {
	const minutes = Math.round(millis / 60_000);
	if (minutes < 2) return `${Math.round(millis / 1000)} s`;
	return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
