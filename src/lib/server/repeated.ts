import { randomUUID } from 'node:crypto';
import { log } from './log.ts';

/**
 * Does some work at once and again every so many milliseconds, beside whatever else goes on; one that fails is told in the log
 * and tried again in its turn.
 * @param failed event under which a failure is logged
 * @param work told whether the server stops meanwhile
 * @returns ends it, when what is under way is done
 */
export function repeated(
	millis: number,
	failed: string,
	work: (isOver: () => boolean) => Promise<void>
): () => Promise<void> {
	let isOver = false;
	const once = async () => {
		try {
			await work(() => isOver);
		} catch (error) {
			log.failure(failed, randomUUID().slice(0, 8), error);
		}
	};
	let underWay = once();
	const timer = setInterval(() => {
		underWay = underWay.then(() => (isOver ? undefined : once()));
	}, millis);
	timer.unref();
	return async () => {
		isOver = true;
		clearInterval(timer);
		await underWay;
	};
}
