/** The way to a database, which can be cut, silenced and mended. */
import { createConnection, createServer, type Server, type Socket } from 'node:net';

export class CutProxy {
	/** DATABASE_URL that leads through here. */
	readonly url: string;
	readonly #server: Server;
	/** True for those to the database, false for those of who asks it. */
	readonly #open: Map<Socket, boolean>;
	readonly #quiet: { now: boolean };
	#port: number;

	private constructor(
		url: string,
		server: Server,
		open: Map<Socket, boolean>,
		quiet: { now: boolean },
		port: number
	) {
		this.url = url;
		this.#server = server;
		this.#open = open;
		this.#quiet = quiet;
		this.#port = port;
	}

	static async to(database: string): Promise<CutProxy> {
		const target = new URL(database);
		const open = new Map<Socket, boolean>();
		const quiet = { now: false };
		const server = createServer((from) => {
			const to = createConnection(Number(target.port || 5432), target.hostname);
			for (const [one, other] of [
				[from, to],
				[to, from]
			] as const) {
				open.set(one, one === to);
				one.on('error', () => undefined);
				one.on('close', () => {
					open.delete(one);
					other.destroy();
				});
				one.pipe(other);
				if (quiet.now) one.pause();
			}
		});
		const port = await listen(server, 0);
		const url = new URL(database);
		url.hostname = '127.0.0.1';
		url.port = String(port);
		return new CutProxy(url.href, server, open, quiet, port);
	}

	/** Nobody is there: connections break, new ones are refused. */
	async cut(): Promise<void> {
		const closed = new Promise((settle) => this.#server.close(settle));
		for (const socket of this.#open.keys()) socket.destroy();
		await closed;
	}

	async mend(): Promise<void> {
		this.#port = await listen(this.#server, this.#port);
	}

	/** Connections stay, and nothing comes through them, nor through those that are made meanwhile. */
	silence(): void {
		this.#quiet.now = true;
		for (const socket of this.#open.keys()) socket.pause();
	}

	/** What the database said meanwhile arrives before what it is to be told: it was sent earlier. */
	speak(): void {
		this.#quiet.now = false;
		const resume = (ofDatabase: boolean) => {
			for (const [socket, isDatabase] of this.#open) if (isDatabase === ofDatabase) socket.resume();
		};
		resume(true);
		// What has come is read between two turns.
		setImmediate(() => setImmediate(() => resume(false)));
	}

	async close(): Promise<void> {
		if (this.#server.listening) await this.cut();
	}
}

function listen(server: Server, port: number): Promise<number> {
	return new Promise((settle, fail) => {
		server.once('error', fail);
		server.listen(port, '127.0.0.1', () => {
			const address = server.address();
			settle(typeof address === 'object' && address !== null ? address.port : 0);
		});
	});
}
