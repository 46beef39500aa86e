/** What was asked of a large deployment and how long it took: one JSON line each, and what missed its budget. */
import { median } from '#tests/bench/report.ts';

const TIMES = 5;

export class Asked {
	/** Names of what took longer, or more, than it may. */
	readonly missed: string[] = [];
	readonly #print: (line: string) => void;

	constructor(print: (line: string) => void = console.log) {
		this.#print = print;
	}

	/** @param kept null: it has no budget */
	note(asked: string, taken: Readonly<Record<string, number>>, kept: boolean | null): void {
		this.#print(JSON.stringify({ asked, ...taken, kept }));
		if (kept === false) this.missed.push(asked);
	}

	/**
	 * The median of so many times. `cpuMillis` is what this process worked, SQLite in it: on a busy machine the steadier number.
	 * @param budget milliseconds; null: none
	 */
	async timed(
		name: string,
		budget: number | null,
		work: () => Promise<unknown>,
		times = TIMES
	): Promise<void> {
		const taken: number[] = [];
		const worked: number[] = [];
		for (let run = 0; run < times; run++) {
			const [begun, before] = [performance.now(), process.cpuUsage()];
			await work();
			taken.push(performance.now() - begun);
			const { user, system } = process.cpuUsage(before);
			worked.push((user + system) / 1000);
		}
		const rounded = (values: readonly number[]) => Math.round(median(values) * 10) / 10;
		const millis = rounded(taken);
		this.note(name, { millis, cpuMillis: rounded(worked) }, budget === null ? null : millis <= budget);
	}
}
