import { createContext } from 'svelte';
import type { Reference } from '#lib/domain/reference.ts';
import { painted } from '#lib/state/painted.ts';
import { browserClock } from '#lib/state/ports.ts';
import type { summaryOf } from './summary-text.ts';

/**
 * Titles and figures of records for the first screen. The record kinds with their schemas are loaded after it stands;
 * until then a row shows its kind, day and stage.
 */
export class Summaries {
	#read = $state.raw<typeof summaryOf | null>(null);

	constructor() {
		const loading = painted(browserClock).then(() => import('./summary-text.ts'));
		loading.then(
			(loaded) => (this.#read = loaded.summaryOf),
			// Not cached and no network: rows keep their plain names.
			() => undefined
		);
	}

	of(kind: string, body: unknown, reference: Reference): { title: string; details: string[] } {
		return this.#read?.(kind, body, reference) ?? { title: '', details: [] };
	}
}

export const [getSummaries, setSummaries] = createContext<Summaries>();
