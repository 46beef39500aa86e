import { randomUUID } from 'node:crypto';
import { log } from './log.ts';

/**
 * Does some work at once and again every so many milliseconds, beside whatever else goes on; one that fails is told in the log
 * and tried again in its turn.
 * @param failed event under which a failure is logged
 * @param work told whether it is the first time, and whether the server stops meanwhile
 * @returns ends it, when what is under way is done
 */
export function repeated(
	millis: number,
	failed: string,
	work: (turn: { readonly isFirst: boolean; readonly isOver: () => boolean }) => Promise<void>
): () => Promise<void> {
	let isOver = false;
	const once = async (isFirst: boolean) => {
		try {
			await work({ isFirst, isOver: () => isOver });
		} catch (error) {
			log.failure(failed, randomUUID().slice(0, 8), error);
		}
	};
	let underWay = once(true);
	const timer = setInterval(() => {
		underWay = underWay.then(() => (isOver ? undefined : once(false)));
	}, millis);
	timer.unref();
	return async () => {
		isOver = true;
		clearInterval(timer);
		await underWay;
	};
}
