/**
 * Something a person asked for that the phone may fail to do: its button is busy meanwhile, and a failure is said with what
 * was typed still there. A second press while it runs is not a second attempt.
 */
export class Attempt {
	busy = $state(false);
	failed = $state(false);

	/** @returns whether it succeeded; never throws */
	async run(act: () => Promise<unknown>): Promise<boolean> {
		if (this.busy) return false;
		this.busy = true;
		this.failed = false;
		try {
			await act();
			return true;
		} catch {
			this.failed = true;
			return false;
		} finally {
			this.busy = false;
		}
	}
}
