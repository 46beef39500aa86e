/**
 * Time and tasks of a simulated world. Everything that would wait for the machine - timers, and the tasks by which
 * fake-indexeddb and Dexie go on - waits here instead, in one order, and belongs to an owner: what belongs to a phone that
 * was killed never runs. Between two tasks all promises settle, as in a browser.
 */
const realImmediate = globalThis.setImmediate;

/** Immediates that are asked of the machine at once: going round its loop for each would take a tenth of the time. */
const AT_ONCE = 16;
const waiting: (() => void)[] = [];
let asked = 0;

/** In the order in which it was asked, when all promises have settled that can: as an immediate of its own. */
function whenSettled(run: () => void): void {
	waiting.push(run);
	if (asked >= waiting.length) return;
	asked += AT_ONCE;
	for (let one = 0; one < AT_ONCE; one++) realImmediate(takeOne);
}

function takeOne(): void {
	asked--;
	waiting.shift()?.();
}

/** One life of a phone, or the server. */
export interface Owner {
	readonly name: string;
	alive: boolean;
	/** The browser lets its timers and its network wait; what it has under way in its database ends. */
	frozen: boolean;
	/** Tasks that ran for it. */
	ran: number;
}

export const ownerOf = (name: string, alive = true): Owner => ({ name, alive, frozen: false, ran: 0 });

interface Task {
	readonly owner: Owner;
	readonly run: () => void;
}
interface Timer extends Task {
	readonly at: number;
	readonly order: number;
	cancelled: boolean;
}

const NOBODY = ownerOf('-');

export class Timeline {
	/** Unix milliseconds. */
	now: number;
	current: Owner = NOBODY;
	/** Tasks run so far. */
	count = 0;
	/** Errors that nobody caught. */
	readonly uncaught: unknown[] = [];
	#tasks: Task[] = [];
	#head = 0;
	/** By time, then by when they were set. */
	#timers: Timer[] = [];
	#order = 0;
	/** Timers that fell due for those who are frozen. */
	#held: Timer[] = [];

	constructor(start: number) {
		this.now = start;
	}

	post(run: () => void, owner = this.current): void {
		this.#tasks.push({ owner, run });
	}

	/** Calls back after `millis`; returns how to cancel. */
	after(millis: number, run: () => void, owner = this.current): () => void {
		const timer: Timer = {
			owner,
			run,
			at: this.now + Math.max(0, millis),
			order: this.#order++,
			cancelled: false
		};
		let place = this.#timers.length;
		while (place > 0 && (this.#timers[place - 1] as Timer).at > timer.at) place--;
		this.#timers.splice(place, 0, timer);
		return () => {
			timer.cancelled = true;
		};
	}

	#next(until: number): Task | null {
		while (this.#head < this.#tasks.length) {
			const task = this.#tasks[this.#head++] as Task;
			if (this.#head > 1_000) {
				this.#tasks = this.#tasks.slice(this.#head);
				this.#head = 0;
			}
			if (task.owner.alive) return task;
		}
		for (;;) {
			const timer = this.#timers[0];
			if (!timer || timer.at > until) return null;
			this.#timers.shift();
			if (timer.cancelled || !timer.owner.alive) continue;
			if (timer.owner.frozen) {
				this.#held.push(timer);
				continue;
			}
			this.now = Math.max(this.now, timer.at);
			return timer;
		}
	}

	/** What was held back comes now, in its order. */
	thaw(owner: Owner): void {
		owner.frozen = false;
		const held = this.#held;
		this.#held = held.filter((one) => one.owner !== owner);
		const due = held.filter((one) => one.owner === owner);
		const first = this.#timers.findIndex((one) => one.at > this.now);
		this.#timers.splice(first < 0 ? this.#timers.length : first, 0, ...due);
	}

	/** Runs at most `limit` tasks, moving time on to `until` when there is nothing to do before. */
	run(limit: number, until: number): Promise<void> {
		return new Promise((resolve) => {
			let left = limit;
			const turn = () => {
				this.current = NOBODY;
				const task = left-- > 0 ? this.#next(until) : null;
				if (!task) {
					if (left >= 0) this.now = Math.max(this.now, until);
					resolve();
					return;
				}
				this.count++;
				task.owner.ran++;
				this.current = task.owner;
				try {
					task.run();
				} catch (error) {
					this.uncaught.push(error);
				}
				whenSettled(turn);
			};
			turn();
		});
	}

	/** Does `work` as `owner`, and lets all promises settle that it can settle at once. */
	enter(owner: Owner, work: () => void): Promise<void> {
		return new Promise((resolve) => {
			this.current = owner;
			owner.ran++;
			work();
			whenSettled(() => {
				this.current = NOBODY;
				resolve();
			});
		});
	}
}

/** As `structuredClone`, ten times quicker for what the phone's rows are made of. */
function clonePlain(value: unknown, otherwise: (value: unknown) => unknown): unknown {
	if (typeof value === 'function' || typeof value === 'symbol') return otherwise(value);
	if (typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) return value.map((one) => clonePlain(one, otherwise));
	const prototype: unknown = Object.getPrototypeOf(value);
	if (prototype !== Object.prototype && prototype !== null) return otherwise(value);
	const copy: Record<string, unknown> = {};
	for (const [key, inner] of Object.entries(value)) copy[key] = clonePlain(inner, otherwise);
	return copy;
}

let active: Timeline | null = null;

/** The world whose tasks are run now; null: the machine's own. */
export function setTimeline(timeline: Timeline | null): void {
	active = timeline;
}

/** Puts the timeline in the place of the machine's timers, before fake-indexeddb and Dexie are loaded. */
export function installTimeline(): void {
	const own = globalThis as unknown as Record<string, unknown>;
	const realTimeout = globalThis.setTimeout;
	const realClear = globalThis.clearTimeout;
	own['setImmediate'] = (run: (...args: unknown[]) => void, ...args: unknown[]) =>
		active ? active.post(() => run(...args)) : realImmediate(run, ...args);
	own['setTimeout'] = (run: (...args: unknown[]) => void, millis = 0, ...args: unknown[]) =>
		active ? { cancel: active.after(millis, () => run(...args)) } : realTimeout(run, millis, ...args);
	own['clearTimeout'] = (timer: unknown) => {
		if (typeof timer === 'object' && timer !== null && 'cancel' in timer)
			(timer as { cancel: () => void }).cancel();
		else realClear(timer as Parameters<typeof realClear>[0]);
	};
	const realInterval = globalThis.setInterval;
	// Whoever looks every second is told when there is something to see: a world lasts for years.
	const still = { unref: () => still };
	own['setInterval'] = (run: (...args: unknown[]) => void, millis = 0) =>
		active ? still : realInterval(run, millis);
	const realClone = globalThis.structuredClone;
	own['structuredClone'] = (value: unknown) => (active ? clonePlain(value, realClone) : realClone(value));
	// Dexie tells other tabs by it; its messages come when the machine likes.
	delete own['BroadcastChannel'];
}
