/** Plays what it is given, one after the other, in a thread of its own and on the storage it was started with. */
import { createHash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { useMemory } from './memory/use-memory.ts';
import { unfreezeQueries } from './unfrozen-queries.ts';
import type { Answer, Question } from './player.ts';

// Dexie and fake-indexeddb throw where an index leaves a row out; a stack for each costs a twentieth of the time.
Error.stackTraceLimit = 0;
unfreezeQueries();
if ((workerData as { storage: string }).storage === 'memory') useMemory();

const { play } = await import('./play.ts');
const { plantedBugs } = await import('./planted.ts');
const { shrink } = await import('./shrink.ts');

async function answer({ story, bug, shrinkTo }: Question): Promise<Answer> {
	const planted = plantedBugs.find((one) => one.name === bug) ?? null;
	const played = shrinkTo === undefined ? story : await shrink(story, shrinkTo, planted);
	const { broken, lines, tasks, operations } = await play(played, planted);
	return {
		truth: broken?.truth ?? null,
		what: broken?.message ?? '',
		digest: createHash('sha256').update(lines.join('\n')).digest('hex'),
		...{ lines, tasks, operations, story: shrinkTo === undefined ? null : played }
	};
}

parentPort?.on('message', (question: Question) => {
	void answer(question).then(
		(given) => parentPort?.postMessage(question.isTold ? given : { ...given, lines: [] }),
		(error: unknown) => {
			const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
			parentPort?.postMessage({
				...{ truth: 0, what, lines: [], digest: '', tasks: 0, operations: 0, story: null }
			} satisfies Answer);
		}
	);
});
