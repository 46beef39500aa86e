/** Random numbers from a seed (sfc32): the same seed, the same numbers, on every machine. */
export class Random {
	#a: number;
	#b: number;
	#c: number;
	#d = 1;

	constructor(seed: number, stream = 0) {
		this.#a = seed >>> 0;
		this.#b = Math.floor(seed / 2 ** 32) >>> 0;
		this.#c = (stream ^ 0x9e3779b9) >>> 0;
		for (let round = 0; round < 16; round++) this.next();
	}

	/** 0 <= x < 2^32 */
	next(): number {
		const sum = (this.#a + this.#b + this.#d) >>> 0;
		this.#d = (this.#d + 1) >>> 0;
		this.#a = this.#b ^ (this.#b >>> 9);
		this.#b = (this.#c + (this.#c << 3)) >>> 0;
		this.#c = ((this.#c << 21) | (this.#c >>> 11)) >>> 0;
		this.#c = (this.#c + sum) >>> 0;
		return sum;
	}

	/** 0 <= x < 1 */
	readonly fraction = (): number => this.next() / 2 ** 32;

	/** 0 <= x < below */
	int(below: number): number {
		return Math.floor(this.fraction() * below);
	}

	chance(probability: number): boolean {
		return this.fraction() < probability;
	}

	pick<T>(from: readonly T[]): T {
		return from[this.int(from.length)] as T;
	}

	/** One of `[weight, value]`. */
	weighted<T>(from: readonly (readonly [number, T])[]): T {
		let rest = this.fraction() * from.reduce((sum, [weight]) => sum + weight, 0);
		for (const [weight, value] of from) {
			rest -= weight;
			if (rest < 0) return value;
		}
		return (from.at(-1) as readonly [number, T])[1];
	}

	shuffled<T>(from: readonly T[]): T[] {
		const left = [...from];
		return from.map(() => left.splice(this.int(left.length), 1)[0] as T);
	}

	readonly bytes = (count: number): Uint8Array<ArrayBuffer> =>
		Uint8Array.from({ length: count }, () => this.next() & 0xff);
}
