/** A thread that plays stories on one of the two storages. */
import { Worker } from 'node:worker_threads';
import type { Story } from './story.ts';

/** `memory`: Dexie in memory, quick. `indexeddb`: the real Dexie on fake-indexeddb. */
export type Storage = 'memory' | 'indexeddb';
export const STORAGES: readonly Storage[] = ['memory', 'indexeddb'];

/** One seed in ten is played on the real Dexie. */
export const storageOf = (seed: number): Storage => (seed % 10 === 0 ? 'indexeddb' : 'memory');

export interface Question {
	readonly story: Story;
	/** Name of a planted bug, or null for the product as it is. */
	readonly bug: string | null;
	/** Make the story short as long as this truth breaks. */
	readonly shrinkTo?: number;
	/** The log is wanted as well. */
	readonly isTold?: boolean;
}
export interface Answer {
	/** The truth that did not hold; 0: something fell over; null: all held. */
	readonly truth: number | null;
	readonly what: string;
	readonly lines: readonly string[];
	/** Of the whole log, whether or not it is told. */
	readonly digest: string;
	readonly tasks: number;
	readonly operations: number;
	/** The short story, where that was asked for. */
	readonly story: Story | null;
}

export class Player {
	readonly #worker: Worker;
	#last: Promise<unknown> = Promise.resolve();

	constructor(storage: Storage) {
		this.#worker = new Worker(new URL('./worker.ts', import.meta.url), {
			workerData: { storage },
			// Most of what is made lives for one step.
			resourceLimits: { maxYoungGenerationSizeMb: 64 }
		});
	}

	/** Questions are answered one after the other. */
	ask(question: Question): Promise<Answer> {
		const answer = this.#last.then(() => this.#askNow(question));
		this.#last = answer.catch(() => undefined);
		return answer;
	}

	#askNow(question: Question): Promise<Answer> {
		return new Promise((resolve, reject) => {
			const settle = (end: () => void) => {
				this.#worker.off('message', good);
				this.#worker.off('error', bad);
				end();
			};
			const good = (answer: Answer) => settle(() => resolve(answer));
			const bad = (error: Error) => settle(() => reject(error));
			this.#worker.once('message', good);
			this.#worker.once('error', bad);
			this.#worker.postMessage(question);
		});
	}

	async end(): Promise<void> {
		await this.#worker.terminate();
	}
}
