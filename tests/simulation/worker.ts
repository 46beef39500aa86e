/** Plays the seeds it is given, one after the other, in a thread of its own. */
import { parentPort } from 'node:worker_threads';
import { play } from './play.ts';
import { plantedBugs } from './planted.ts';
import { writeStory } from './story.ts';

// fake-indexeddb throws for each row that an index leaves out; a stack for each costs a twentieth of the time.
Error.stackTraceLimit = 0;

export interface Task {
	readonly seed: number;
	readonly steps: number;
	readonly phones: number;
	/** Name of a planted bug, or null for the product as it is. */
	readonly bug: string | null;
}
export interface Report {
	readonly seed: number;
	readonly truth: number | null;
	readonly what: string;
	readonly operations: number;
	readonly tasks: number;
}

parentPort?.on('message', (task: Task) => {
	const bug = plantedBugs.find((one) => one.name === task.bug) ?? null;
	void play(writeStory(task.seed, task.steps, task.phones), bug).then(
		({ broken, operations, tasks }) => {
			const report: Report = {
				...{ seed: task.seed, truth: broken?.truth ?? null },
				...{ what: broken?.message ?? '', operations, tasks }
			};
			parentPort?.postMessage(report);
		},
		(error: unknown) => {
			const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
			parentPort?.postMessage({ seed: task.seed, truth: 0, what, operations: 0, tasks: 0 } satisfies Report);
		}
	);
});
