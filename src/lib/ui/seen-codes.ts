/** A code stays before the camera for many pictures: it is read once, and again only after it was out of sight. */
export class SeenCodes {
	readonly #forget: number;
	readonly #last = new Map<string, number>();

	/** @param forget milliseconds out of sight after which the same code is read anew */
	constructor(forget: number) {
		this.#forget = forget;
	}

	/** @returns whether this is a new reading */
	isNew(text: string, now: number): boolean {
		const last = this.#last.get(text);
		this.#last.set(text, now);
		return last === undefined || now - last > this.#forget;
	}
}
