import type { HandoutBody } from '#lib/records/handout/body.ts';
import { fractions, makeHandouts, type Handout } from '../handouts.ts';

/** Fresh records in the browser: the seed gives the figures, ids are random in any case. */
export function freshHandouts(count: number, seed: number): Handout[] {
	const { templates, today } = globalThis.patterns;
	return makeHandouts(count, {
		templates: templates as readonly HandoutBody[],
		today,
		now: Date.now(),
		bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
		fraction: fractions(seed)
	});
}
