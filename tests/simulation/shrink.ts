/** Makes a failing story short: steps are left out as long as the same truth still breaks. */
import type { Bug } from './bug.ts';
import { play } from './play.ts';
import type { Story } from './story.ts';

const MOST_PLAYS = 400;
const MOST_MILLIS = 90_000;

export async function shrink(story: Story, truth: number, bug: Bug | null = null): Promise<Story> {
	let best = story;
	let plays = 0;
	const began = performance.now();
	const breaks = async (candidate: Story) =>
		plays++ < MOST_PLAYS &&
		performance.now() - began < MOST_MILLIS &&
		(await play(candidate, bug)).broken?.truth === truth;
	for (let size = Math.ceil(story.steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
		for (let from = 0; from < best.steps.length;) {
			const steps = [...best.steps.slice(0, from), ...best.steps.slice(from + size)];
			const shorter = { ...best, steps };
			if (await breaks(shorter)) best = shorter;
			else from += size;
		}
	}
	return best;
}
