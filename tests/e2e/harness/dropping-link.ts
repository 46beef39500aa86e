/** A bad link in front of a server: narrow, and gone again and again in the middle of whatever runs over it. */
import { createConnection, createServer, type Server as NetServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export interface LinkQuality {
	/** In each direction, all connections together. */
	readonly bytesPerSecond: number;
	/** So often every connection breaks. */
	readonly dropsEveryMillis: number;
}

const STEP = 50;

export class DroppingLink {
	/** How often it broke while something was open. */
	drops = 0;
	readonly #server: NetServer;
	readonly #target: number;
	readonly #open = new Set<Socket>();
	#quality: LinkQuality | null = null;
	#timer: NodeJS.Timeout | null = null;
	/** By direction: when the link is free for the next piece. */
	readonly #freeAt = { up: 0, down: 0 };

	constructor(target: number) {
		this.#target = target;
		this.#server = createServer((from) => {
			const to = createConnection(this.#target, '127.0.0.1');
			void this.#carry(from, to, 'up');
			void this.#carry(to, from, 'down');
		});
	}

	open(port: number): Promise<void> {
		return new Promise((settle, fail) => {
			this.#server.once('error', fail);
			this.#server.listen(port, '127.0.0.1', () => settle());
		});
	}

	become(quality: LinkQuality | null): void {
		this.#quality = quality;
		if (this.#timer) clearInterval(this.#timer);
		this.#timer = quality ? setInterval(() => this.#drop(), quality.dropsEveryMillis) : null;
		this.#drop();
	}

	#drop(): void {
		if (this.#open.size > 0) this.drops++;
		for (const socket of this.#open) socket.destroy();
	}

	async #carry(from: Socket, to: Socket, way: 'up' | 'down'): Promise<void> {
		this.#open.add(from);
		from.on('error', () => undefined);
		from.on('close', () => {
			this.#open.delete(from);
			to.destroy();
		});
		try {
			for await (const chunk of from as AsyncIterable<Buffer>) {
				for (const piece of this.#pieces(chunk)) {
					await this.#turn(way, piece.length);
					if (to.destroyed) return;
					to.write(piece);
				}
			}
			to.end();
		} catch {
			// Cut: both ends are destroyed.
		}
	}

	#pieces(chunk: Buffer): Buffer[] {
		const size = this.#quality ? Math.max(1, (this.#quality.bytesPerSecond * STEP) / 1_000) : chunk.length;
		const pieces: Buffer[] = [];
		for (let at = 0; at < chunk.length; at += size) pieces.push(chunk.subarray(at, at + size));
		return pieces;
	}

	async #turn(way: 'up' | 'down', bytes: number): Promise<void> {
		if (!this.#quality) return;
		const now = Date.now();
		const start = Math.max(now, this.#freeAt[way]);
		this.#freeAt[way] = start + (bytes / this.#quality.bytesPerSecond) * 1_000;
		if (start > now) await pause(start - now);
	}

	async close(): Promise<void> {
		if (this.#timer) clearInterval(this.#timer);
		const closed = new Promise((settle) => this.#server.close(settle));
		for (const socket of this.#open) socket.destroy();
		await closed;
	}
}
