/** Runs steps in two lanes, so that one which leaves a core idle has another beside it. */

export interface Laned {
	readonly name: string;
	/** Steps without whose result this one makes no sense. */
	readonly needs?: readonly string[];
	/** It keeps the whole machine busy by itself, or must not be disturbed: nothing runs beside it. */
	readonly alone?: boolean;
}

/**
 * Begins the steps in their order, each as soon as there is a lane for it and what it needs is done. One that needs a step
 * which failed is handed over with that step's name.
 * @param lanes how many run at once
 * @param run true when it went well; it must not reject
 * @throws when steps need each other
 */
export async function runInLanes<Step extends Laned>(
	steps: readonly Step[],
	lanes: number,
	run: (step: Step, missing: string | undefined) => Promise<boolean>
): Promise<void> {
	const waiting = [...steps];
	const running = new Map<string, Promise<void>>();
	const failed = new Set<string>();
	const isPending = (name: string) => running.has(name) || waiting.some((step) => step.name === name);
	let isClosed = false;

	const mayBegin = ({ needs = [], alone = false }: Step) =>
		!needs.some(isPending) && (alone ? running.size === 0 : running.size < lanes && !isClosed);

	while (waiting.length > 0 || running.size > 0) {
		// Only the next that is ready may close the lanes for itself: else it would wait for all that are shorter.
		const at = waiting.findIndex((step) => !(step.needs ?? []).some(isPending));
		const step = waiting[at];
		if (step !== undefined && mayBegin(step)) {
			waiting.splice(at, 1);
			isClosed = step.alone ?? false;
			const missing = step.needs?.find((name) => failed.has(name));
			const ended = run(step, missing).then((isGood) => {
				if (!isGood) failed.add(step.name);
				running.delete(step.name);
				if (step.alone) isClosed = false;
			});
			running.set(step.name, ended);
		} else if (running.size > 0) await Promise.race(running.values());
		else throw new Error(`Steps need each other: ${waiting.map(({ name }) => name).join(', ')}`);
	}
}
