/** A stream of server-sent events over the bad network: in order, late, or dead without a word. */
import { LIVE_PATH } from '#lib/protocol/live.ts';
import type { OpenStream } from '#lib/sync/live.ts';
import type { Random } from './random.ts';
import type { SimServer } from './server.ts';
import type { Owner, Timeline } from './timeline.ts';

/** As the server's comments come. */
const BEAT = 20_000;

/** Text that is read as it comes. */
class Pieces {
	readonly #ready: string[] = [];
	#over: { readonly error: Error | null } | null = null;
	#wake = () => {};

	push(text: string): void {
		this.#ready.push(text);
		this.#wake();
	}

	end(error: Error | null): void {
		this.#over ??= { error };
		this.#wake();
	}

	async *read(): AsyncGenerator<string> {
		for (;;) {
			for (let text = this.#ready.shift(); text !== undefined; text = this.#ready.shift()) yield text;
			if (this.#over?.error) throw this.#over.error;
			if (this.#over) return;
			await new Promise<void>((resolve) => (this.#wake = resolve));
		}
	}
}

export interface LineParts {
	readonly timeline: Timeline;
	readonly random: Random;
	readonly server: SimServer;
	readonly sender: { readonly name: string; readonly device: string; readonly token: string };
	readonly phone: Owner;
	readonly isCut: () => boolean;
	/** Milliseconds of one way. */
	readonly travel: () => number;
	/** That a line dies unnoticed, for each thing that it carries. */
	readonly dies: () => boolean;
	/** Tells whether the phone is listened to by now. */
	readonly onOpen: (isOpen: boolean) => void;
}

/** Streams of one tab. */
export function openLine(parts: LineParts): OpenStream {
	const { timeline, server, sender, phone } = parts;
	return ({ headers, signal }) =>
		new Promise((resolve, reject) => {
			const pieces = new Pieces();
			let isDead = parts.isCut();
			let leave = () => {};
			let arrivesAt = 0;
			const deliver = (give: () => void) => {
				if (parts.isCut() || parts.dies()) isDead = true;
				if (isDead) return;
				arrivesAt = Math.max(arrivesAt, timeline.now + parts.travel());
				// What is under way when the phone hangs up comes to nobody.
				timeline.after(arrivesAt - timeline.now, () => isDead || give(), phone);
			};
			const hangUp = (error: Error | null) => {
				isDead = true;
				leave();
				parts.onOpen(false);
				pieces.end(error);
			};
			signal.addEventListener('abort', () => {
				hangUp(new Error('hung up'));
				reject(new Error('hung up'));
			});
			if (isDead) return;
			const beat = () => {
				if (isDead) return;
				deliver(() => pieces.push(': beat\n\n'));
				timeline.after(BEAT, beat, server.owner);
			};
			const join = async () => {
				const answer = await server.listen(
					{ path: LIVE_PATH, headers, text: '', device: sender.device, token: sender.token },
					{
						write: (text) => deliver(() => pieces.push(text)),
						end: () => deliver(() => hangUp(null)),
						isBroken: () => deliver(() => hangUp(new Error('the server is gone')))
					}
				);
				leave = answer.leave;
				if (answer.status === 200) {
					timeline.after(BEAT, beat, server.owner);
					deliver(() => parts.onOpen(true));
				}
				const contentType = answer.status === 200 ? 'text/event-stream' : 'application/json';
				deliver(() => resolve({ status: answer.status, contentType, retryAfter: null, text: pieces.read() }));
			};
			timeline.after(
				parts.travel(),
				() => {
					if (!server.isUp) return deliver(() => reject(new Error('nobody answers')));
					join().catch(() => deliver(() => reject(new Error('cut'))));
				},
				server.owner
			);
		});
}
