import { m } from '#lib/i18n.ts';
import type { Sign } from './signal.ts';

/** What became of a code: said at once, in a sentence. */
export interface ScanAnswer {
	readonly sign: Sign;
	readonly text: string;
}

/** `typed`: by hand, or by a hand-held scanner. */
export type ScanSource = 'camera' | 'typed';

/** Codes that come faster than they can be noted wait for each other, and each is answered, in the order of their coming. */
export class ScanQueue {
	readonly #read: (code: string, source: ScanSource) => ScanAnswer | Promise<ScanAnswer>;
	readonly #said: (answer: ScanAnswer) => void;
	#last: Promise<void> = Promise.resolve();

	/**
	 * @param read notes a code; one for which it fails is said, like any other, and holds up none of those that come after it
	 * @param said told each answer
	 */
	constructor(
		read: (code: string, source: ScanSource) => ScanAnswer | Promise<ScanAnswer>,
		said: (answer: ScanAnswer) => void
	) {
		this.#read = read;
		this.#said = said;
	}

	take(text: string, source: ScanSource): void {
		const code = text.trim();
		if (code === '') return;
		this.#last = this.#last.then(async () => this.#said(await this.#noted(code, source)));
	}

	async #noted(code: string, source: ScanSource): Promise<ScanAnswer> {
		try {
			return await this.#read(code, source);
		} catch {
			return { sign: 'bad', text: m.ui_scan_failed() };
		}
	}
}
