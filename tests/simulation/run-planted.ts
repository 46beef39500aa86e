/** Shows that the simulation has teeth: each planted bug is found within so many seeds, by a truth that it breaks. */
import { playSeeds, type Range, type Report } from './crew.ts';
import { plantedBugs, type PlantedBug } from './planted.ts';
import { Player, storageOf } from './player.ts';
import { writeStory } from './story.ts';

const MOST_SEEDS = 20_000;
/** So many seeds may break a truth that is not one of the bug's own: then it does something else than it says. */
const MOST_OTHERS = 20;

/**
 * @param only part of a name: those bugs alone
 * @returns whether all were found
 */
export async function runPlanted(only: string | undefined, range: Omit<Range, 'count'>): Promise<boolean> {
	const wanted = plantedBugs.filter(({ name }) => only === undefined || name.includes(only));
	if (wanted.length === 0) {
		const names = plantedBugs.map(({ name }) => name).join('; ');
		console.error(`No planted bug is called "${only}". There are: ${names}.`);
		return false;
	}
	let isGood = true;
	for (const bug of wanted) if (!(await isFound(bug, range))) isGood = false;
	return isGood;
}

async function isFound({ name, foundBy }: PlantedBug, range: Omit<Range, 'count'>): Promise<boolean> {
	const began = performance.now();
	let found = null as Report | null;
	const others: Report[] = [];
	const played = await playSeeds({ ...range, count: MOST_SEEDS }, name, (report) => {
		if (report.truth === null) return 'go on';
		if (!foundBy.includes(report.truth)) return others.push(report) < MOST_OTHERS ? 'go on' : 'enough';
		if (!found || report.seed < found.seed) found = report;
		return 'enough';
	});
	// The same seed without the bug holds: it is the bug that was found, and not something else.
	const without = found && (await playOnce(found.seed, range));
	const isCaught = found !== null && without?.truth === null;
	const seconds = ((performance.now() - began) / 1000).toFixed(1);
	const how = found ? `seed ${found.seed}, ${found.what}` : 'never';
	console.log(`${isCaught ? 'caught' : 'MISSED'}  ${name}: ${how} (${played} seeds, ${seconds} s)`);
	if (without && without.truth !== null)
		console.log(`        the seed breaks without the bug as well: ${without.what}`);
	const [other] = others;
	if (other)
		console.log(
			`        ${others.length} broke what is not looked for (${foundBy.join(', ')}): seed ${other.seed}, ${other.what}`
		);
	return isCaught;
}

async function playOnce(seed: number, { steps, phones, storage }: Omit<Range, 'count'>) {
	const player = new Player(storage ?? storageOf(seed));
	const answer = await player.ask({ story: writeStory(seed, steps, phones), bug: null });
	await player.end();
	return answer;
}
