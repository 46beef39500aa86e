/** A slow link between a phone and a server that breaks every so often, and counts what it carried. */
import { createConnection, createServer, type Server, type Socket } from 'node:net';

export interface LinkOptions {
	/** Bytes a second towards the server. */
	readonly rate: number;
	/** Milliseconds between two breaks. */
	readonly breaksEvery: number;
}

const TICK = 20;

export class BadLink {
	readonly port: number;
	/** Bytes towards the server, requests' headers and all. */
	carried = 0;
	breaks = 0;
	readonly #server: Server;
	readonly #pairs: Set<readonly [Socket, Socket]>;
	readonly #stop: () => void;

	private constructor(server: Server, port: number, pairs: Set<readonly [Socket, Socket]>, stop: () => void) {
		this.#server = server;
		this.port = port;
		this.#pairs = pairs;
		this.#stop = stop;
	}

	static async to(target: number, { rate, breaksEvery }: LinkOptions): Promise<BadLink> {
		const pairs = new Set<readonly [Socket, Socket]>();
		// Nothing is read ahead of what the link carries: what is lost with a break never left the phone.
		const server = createServer({ highWaterMark: 1_024, pauseOnConnect: true }, (from) => {
			const to = createConnection(target, '127.0.0.1');
			const pair = [from, to] as const;
			pairs.add(pair);
			for (const [one, other] of [pair, [to, from] as const]) {
				one.on('error', () => undefined);
				one.on('close', () => {
					pairs.delete(pair);
					other.destroy();
				});
			}
			to.pipe(from);
		});
		const port = await new Promise<number>((settle) =>
			server.listen(0, '127.0.0.1', () => {
				const address = server.address();
				settle(typeof address === 'object' && address !== null ? address.port : 0);
			})
		);
		const carry = setInterval(() => link.#carry(Math.ceil((rate * TICK) / 1000)), TICK);
		const cut = setInterval(() => link.#break(), breaksEvery);
		const link = new BadLink(server, port, pairs, () => {
			clearInterval(carry);
			clearInterval(cut);
		});
		return link;
	}

	/** What the link can carry in one tick, shared by all connections. */
	#carry(most: number): void {
		let left = most;
		for (const [from, to] of this.#pairs) {
			while (left > 0) {
				const piece = (from.read(Math.min(left, from.readableLength)) ?? from.read()) as Buffer | null;
				if (!piece) break;
				left -= piece.length;
				this.carried += piece.length;
				to.write(piece);
			}
		}
	}

	#break(): void {
		if (this.#pairs.size > 0) this.breaks++;
		for (const [from, to] of this.#pairs) {
			from.destroy();
			to.end();
		}
	}

	async close(): Promise<void> {
		this.#stop();
		for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
		await new Promise((settle) => this.#server.close(settle));
	}
}
