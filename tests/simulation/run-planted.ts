/** Shows that the simulation has teeth: each planted bug is found within so many seeds. */
import { playSeeds, type Range, type Report } from './crew.ts';
import { plantedBugs } from './planted.ts';
import { Player, storageOf } from './player.ts';
import { writeStory } from './story.ts';

const MOST_SEEDS = 20_000;

export async function runPlanted(only: string | undefined, range: Omit<Range, 'count'>): Promise<boolean> {
	const { steps, phones } = range;
	let isGood = true;
	for (const { name } of plantedBugs) {
		if (only !== undefined && !name.includes(only)) continue;
		const began = performance.now();
		let found = null as Report | null;
		const played = await playSeeds({ ...range, count: MOST_SEEDS }, name, (report) => {
			if (report.truth === null) return 'go on';
			if (!found || report.seed < found.seed) found = report;
			return 'enough';
		});
		// The same seed without the bug holds: it is the bug that was found, and not something else.
		const without = found && (await playOnce(found.seed, { ...range, steps, phones }));
		const isCaught = found !== null && without?.truth === null;
		const seconds = ((performance.now() - began) / 1000).toFixed(1);
		const how = found ? `seed ${found.seed}, ${found.what}` : 'never';
		console.log(`${isCaught ? 'caught' : 'MISSED'}  ${name}: ${how} (${played} seeds, ${seconds} s)`);
		if (without && without.truth !== null)
			console.log(`        the seed breaks without the bug as well: ${without.what}`);
		if (!isCaught) isGood = false;
	}
	return isGood;
}

async function playOnce(seed: number, { steps, phones, storage }: Omit<Range, 'count'>) {
	const player = new Player(storage ?? storageOf(seed));
	const answer = await player.ask({ story: writeStory(seed, steps, phones), bug: null });
	await player.end();
	return answer;
}
