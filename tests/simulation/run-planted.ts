/** Shows that the simulation has teeth: each planted bug is found within so many seeds. */

import { playSeeds } from './crew.ts';
import { plantedBugs } from './planted.ts';
import { play } from './play.ts';
import { writeStory } from './story.ts';
import type { Report } from './worker.ts';

const MOST_SEEDS = 20_000;

export async function runPlanted(
	only: string | undefined,
	given: { readonly steps: number; readonly phones: number; readonly first: number }
): Promise<boolean> {
	const { steps, phones, first } = given;
	let isGood = true;
	for (const { name } of plantedBugs) {
		if (only !== undefined && !name.includes(only)) continue;
		const began = performance.now();
		let found = null as Report | null;
		const played = await playSeeds({ first, count: MOST_SEEDS }, { steps, phones, bug: name }, (report) => {
			if (report.truth === null) return 'go on';
			found ??= report;
			return 'enough';
		});
		// The same seed without the bug holds: it is the bug that was found, and not something else.
		const without = found && (await play(writeStory(found.seed, steps, phones))).broken;
		const isCaught = found !== null && without === null;
		const seconds = ((performance.now() - began) / 1000).toFixed(1);
		const how = found ? `seed ${found.seed}, ${found.what}` : 'never';
		console.log(`${isCaught ? 'caught' : 'MISSED'}  ${name}: ${how} (${played} seeds, ${seconds} s)`);
		if (without) console.log(`        the seed breaks without the bug as well: ${without.message}`);
		if (!isCaught) isGood = false;
	}
	return isGood;
}
