import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { FromPlayer, LoadPlan, Played, ToPlayer } from './load-plan.ts';

/** The process that plays the phones of one plan. */
export class Player {
	readonly #child = fork(join(import.meta.dirname, 'player.ts'), {
		stdio: ['ignore', 'inherit', 'inherit', 'ipc']
	});

	/** Phones are made and connected. */
	static async start(plan: LoadPlan): Promise<Player> {
		const player = new Player();
		await player.#ask({ plan });
		return player;
	}

	async play(part: 'rush' | 'steady'): Promise<Played> {
		const answer = await this.#ask(part);
		if (answer === 'ready') throw new Error('Figures were expected.');
		return answer.played;
	}

	async #ask(message: ToPlayer): Promise<FromPlayer> {
		const gone = once(this.#child, 'exit').then(([code]) => {
			throw new Error(`The process that plays the phones ended with ${code}.`);
		});
		const answered = once(this.#child, 'message').then(([answer]) => answer as FromPlayer);
		this.#child.send(message);
		return Promise.race([answered, gone]);
	}

	stop(): void {
		this.#child.disconnect();
	}
}
