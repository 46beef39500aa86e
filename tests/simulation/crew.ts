/** Threads that play seeds, as many as there are processors. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Report, Task } from './worker.ts';

/**
 * Plays seeds from `first` on until there are `count`, or `onReport` says that it is enough.
 * @returns how many were played
 */
export async function playSeeds(
	range: { readonly first: number; readonly count: number },
	task: Omit<Task, 'seed'>,
	onReport: (report: Report) => 'go on' | 'enough'
): Promise<number> {
	const threads = Math.max(1, Math.min(range.count, availableParallelism()));
	let next = range.first;
	let played = 0;
	let isOver = false;
	const run = () =>
		new Promise<void>((resolve, reject) => {
			const worker = new Worker(new URL('./worker.ts', import.meta.url));
			const give = () => {
				if (isOver || next >= range.first + range.count) return void worker.terminate().then(() => resolve());
				worker.postMessage({ ...task, seed: next++ } satisfies Task);
			};
			worker.on('message', (report: Report) => {
				played++;
				if (onReport(report) === 'enough') isOver = true;
				give();
			});
			worker.on('error', reject);
			give();
		});
	await Promise.all(Array.from({ length: threads }, run));
	return played;
}
