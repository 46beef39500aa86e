/** The way to a server, which counts what goes through it: everything that a browser, its worker included, sends and gets. */
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { freePort } from '#tests/e2e/harness/server.ts';

export interface Passed {
	readonly requests: number;
	/** Bytes on the wire, headers included. */
	readonly up: number;
	readonly down: number;
}

const REQUEST_LINE = / HTTP\/1\.1\r\n/g;

export class CountingProxy {
	readonly url: string;
	readonly #server: Server;
	readonly #open = new Set<Socket>();
	#passed: Passed = { requests: 0, up: 0, down: 0 };

	private constructor(port: number, server: Server) {
		this.url = `http://localhost:${port}`;
		this.#server = server;
	}

	/** A way whose end is not known yet: `lead` says it. */
	static async open(): Promise<CountingProxy> {
		const port = await freePort();
		const server = createServer();
		const proxy = new CountingProxy(port, server);
		await new Promise<void>((settle) => server.listen(port, '127.0.0.1', settle));
		return proxy;
	}

	lead(target: string): void {
		this.#server.on('connection', (from) => this.#join(from, new URL(target)));
	}

	#join(from: Socket, { hostname, port }: URL): void {
		const to = createConnection(Number(port), hostname);
		from.on('data', (piece: Buffer) => {
			const requests = piece.toString('latin1').match(REQUEST_LINE)?.length ?? 0;
			const { requests: before, up, down } = this.#passed;
			this.#passed = { requests: before + requests, up: up + piece.length, down };
		});
		to.on('data', (piece: Buffer) => {
			this.#passed = { ...this.#passed, down: this.#passed.down + piece.length };
		});
		for (const [one, other] of [
			[from, to],
			[to, from]
		] as const) {
			this.#open.add(one);
			one.on('error', () => undefined);
			one.on('close', () => {
				this.#open.delete(one);
				other.destroy();
			});
			one.pipe(other);
		}
	}

	/** What went through since the last call. */
	take(): Passed {
		const passed = this.#passed;
		this.#passed = { requests: 0, up: 0, down: 0 };
		return passed;
	}

	async close(): Promise<void> {
		const closed = new Promise((settle) => this.#server.close(settle));
		for (const socket of this.#open) socket.destroy();
		await closed;
	}
}
