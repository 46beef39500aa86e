/** Threads that play seeds, as many as there are processors. */
import { availableParallelism } from 'node:os';
import { Player, storageOf, type Answer, type Storage } from './player.ts';
import { writeStory } from './story.ts';

export interface Report extends Answer {
	readonly seed: number;
}

export interface Range {
	readonly first: number;
	readonly count: number;
	readonly steps: number;
	readonly phones: number;
	/** Where all seeds are played; without it each where it belongs. */
	readonly storage?: Storage | undefined;
}

/**
 * Plays seeds from `first` on until there are `count`, or `onReport` says that it is enough.
 * @param bug name of a planted bug, or null
 * @returns how many were played
 */
export async function playSeeds(
	{ first, count, steps, phones, storage }: Range,
	bug: string | null,
	onReport: (report: Report) => 'go on' | 'enough'
): Promise<number> {
	const threads = Math.max(1, Math.min(count, availableParallelism()));
	let next = first;
	let played = 0;
	let isOver = false;
	const run = async () => {
		const players = new Map<Storage, Player>();
		while (!isOver && next < first + count) {
			const seed = next++;
			const where = storage ?? storageOf(seed);
			const player = players.get(where) ?? new Player(where);
			players.set(where, player);
			const answer = await player.ask({ story: writeStory(seed, steps, phones), bug });
			played++;
			if (onReport({ seed, ...answer }) === 'enough') isOver = true;
		}
		await Promise.all(Array.from(players.values(), (one) => one.end()));
	};
	await Promise.all(Array.from({ length: threads }, run));
	return played;
}
