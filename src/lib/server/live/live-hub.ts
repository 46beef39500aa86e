/** The open streams of one server process, and the beat that feeds them. */
import { randomUUID } from 'node:crypto';
import type { LiveEnd, LivePoke } from '#lib/protocol/live.ts';
import { log } from '#lib/server/log.ts';
import type { LiveSource } from './live-source.ts';

/** Milliseconds between two looks at the scopes' heads. */
const LOOK_EVERY = 1_000;
/** Looks between two comments, and between two readings of rights that end by the calendar. */
const BEAT_EVERY = 20;
const RIGHTS_EVERY = 60;
/** Streams of one account: phones of one person. The longest open one makes room. */
const PER_ACCOUNT = 8;
const PER_SERVER = 10_000;

/** One phone that listens. */
export interface Listener {
	readonly account: string;
	readonly device: string;
	/** Hash of its session's token. */
	readonly session: string;
	/** False when its buffer is full: the connection is dead or far too slow. */
	poke(heads: LivePoke): boolean;
	beat(): boolean;
	end(why: LiveEnd): void;
}

interface Open {
	readonly listener: Listener;
	scopes: readonly string[];
	/** `gen:head` by scope, as the phone was told. */
	told: Map<string, string>;
}

export class LiveHub {
	readonly #source: LiveSource;
	readonly #most: number;
	readonly #open = new Set<Open>();
	#timer: ReturnType<typeof setInterval> | null = null;
	#looking: Promise<void> | null = null;
	#looks = 0;
	#grantsRev = -1;
	#closed = false;

	/** @param most open streams at once */
	constructor(source: LiveSource, most = PER_SERVER) {
		this.#source = source;
		this.#most = most;
	}

	get size(): number {
		return this.#open.size;
	}

	/**
	 * Takes a phone in and tells it where its scopes stand. Its older stream is closed: a phone that reconnects may know
	 * before the server that the old connection is dead.
	 * @returns how to leave; null when there is no room or the server is stopping
	 */
	async join(listener: Listener): Promise<(() => void) | null> {
		const { account, device } = listener;
		for (const one of [...this.#open]) if (one.listener.device === device) this.#end(one, 'replaced');
		if (this.#closed || this.#open.size >= this.#most) return null;
		const own = [...this.#open].filter((one) => one.listener.account === account);
		for (const one of own.slice(0, Math.max(0, own.length - PER_ACCOUNT + 1))) this.#end(one, 'replaced');
		const open: Open = { listener, scopes: [], told: new Map() };
		this.#open.add(open);
		this.#timer ??= setInterval(() => void this.look(), LOOK_EVERY).unref();
		try {
			open.scopes = (await this.#source.scopes([account])).get(account) ?? [];
			this.#tell(open, await this.#source.heads(open.scopes), true);
		} catch (error) {
			this.#leave(open);
			throw error;
		}
		return () => this.#leave(open);
	}

	/** One look at everything; the timer's, once a second. A look that is still under way is not doubled. */
	look(): Promise<void> {
		this.#looking ??= this.#look()
			.catch((error: unknown) => log.failure('live-failed', randomUUID().slice(0, 8), error))
			.finally(() => (this.#looking = null));
		return this.#looking;
	}

	/** Ends every stream and takes none any more. */
	async close(): Promise<void> {
		this.#closed = true;
		for (const one of [...this.#open]) this.#end(one, 'stopping');
		await this.#looking;
	}

	async #look(): Promise<void> {
		this.#looks++;
		// Who joins while this is asked was admitted a moment ago, and was not asked for.
		const asked = [...this.#open];
		const standing = await this.#source.standing(asked.map((one) => one.listener.session));
		for (const one of asked) {
			if (this.#open.has(one) && !standing.has(one.listener.session)) this.#end(one, 'session');
		}
		await this.#lookAtRights();
		const all = new Set([...this.#open].flatMap((one) => one.scopes));
		if (all.size > 0) {
			const heads = new Map((await this.#source.heads([...all])).map((head) => [head.scope, head]));
			for (const one of [...this.#open]) {
				this.#tell(
					one,
					one.scopes.flatMap((scope) => heads.get(scope) ?? [])
				);
			}
		}
		if (this.#looks % BEAT_EVERY !== 0) return;
		for (const one of [...this.#open]) if (!one.listener.beat()) this.#end(one, 'slow');
	}

	async #lookAtRights(): Promise<void> {
		const rev = await this.#source.grantsRev();
		if (rev === this.#grantsRev && this.#looks % RIGHTS_EVERY !== 0) return;
		this.#grantsRev = rev;
		const scopes = await this.#source.scopes([
			...new Set([...this.#open].map((one) => one.listener.account))
		]);
		for (const one of [...this.#open]) {
			const now = scopes.get(one.listener.account);
			if (!now || now.join() === one.scopes.join()) continue;
			const isKnown = one.scopes.length > 0;
			one.scopes = now;
			if (isKnown && !one.listener.poke([])) this.#end(one, 'slow');
		}
	}

	/** Tells of the heads that moved; all of them, even none, when the stream begins. */
	#tell(open: Open, heads: LivePoke, begins = false): void {
		const moved = heads.filter(({ scope, gen, head }) => open.told.get(scope) !== `${gen}:${head}`);
		if (moved.length === 0 && !begins) return;
		for (const { scope, gen, head } of moved) open.told.set(scope, `${gen}:${head}`);
		if ((moved.length > 0 || begins) && !open.listener.poke(moved)) this.#end(open, 'slow');
	}

	#end(open: Open, why: LiveEnd): void {
		this.#leave(open);
		open.listener.end(why);
	}

	#leave(open: Open): void {
		this.#open.delete(open);
		if (this.#open.size > 0 || !this.#timer) return;
		clearInterval(this.#timer);
		this.#timer = null;
	}
}
