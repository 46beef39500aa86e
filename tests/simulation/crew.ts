/** Threads that play seeds, as many as there are processors. */
import { availableParallelism } from 'node:os';
import { Player, storageOf, type Answer, type Question, type Storage } from './player.ts';
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

/** Some seeds of either storage are played once more, in a thread that has played nothing else. */
export const isTwice = (seed: number): boolean => seed % 100 === 1 || seed % 1_000 === 500;

/** Truth 17: what a story comes to depends on nothing but itself, not on what its thread played before. */
async function playTwice(player: Player, where: Storage, question: Question): Promise<Answer> {
	const answer = await player.ask(question);
	const other = new Player(where);
	const again = await other.ask(question);
	await other.end();
	if (answer.truth !== null || again.digest === answer.digest) return answer;
	return {
		...answer,
		truth: 17,
		what: `truth 17: seed ${question.story.seed} went otherwise the second time`
	};
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
			const question = { story: writeStory(seed, steps, phones), bug };
			const isChecked = bug === null && isTwice(seed);
			const answer = isChecked ? await playTwice(player, where, question) : await player.ask(question);
			played++;
			if (onReport({ seed, ...answer }) === 'enough') isOver = true;
		}
		await Promise.all(Array.from(players.values(), (one) => one.end()));
	};
	await Promise.all(Array.from({ length: threads }, run));
	return played;
}
