/** Shows that the simulation has teeth: each planted bug is found within so many seeds. */
import { playSeeds } from './crew.ts';
import { plantedBugs } from './planted.ts';

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
		let found: string | null = null;
		const played = await playSeeds({ first, count: MOST_SEEDS }, { steps, phones, bug: name }, (report) => {
			if (report.truth === null) return 'go on';
			found ??= `seed ${report.seed}, ${report.what}`;
			return 'enough';
		});
		const seconds = ((performance.now() - began) / 1000).toFixed(1);
		console.log(
			`${found ? 'caught' : 'MISSED'}  ${name}: ${found ?? 'never'} (${played} seeds, ${seconds} s)`
		);
		if (!found) isGood = false;
	}
	return isGood;
}
