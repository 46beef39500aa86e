/**
 * When to exchange and what to do about it when that fails. One cycle is push, then pull, then the other persons' outboxes;
 * a failed push does not keep the pull from running, nor one person’s trouble the others, unless the network itself is gone.
 * Correctness does not depend on the lock: two cycles at once only do work twice.
 */
import { backOffWait } from './back-off.ts';
import { pullAll } from './pull.ts';
import { pushAll } from './push.ts';
import type { ExchangePorts, OnlyOne, OtherOutbox, Triggers } from './ports.ts';
import { startSize } from './size.ts';
import { IDLE, type EngineStatus } from './status.ts';
import { isEverybodys, SyncTrouble, toTrouble, type Trouble } from './trouble.ts';

const AFTER_SAVE = 2_000;
const EVERY = 5 * 60_000;
/** The other tab's cycle may have begun before this tab's save. */
const WHILE_ELSEWHERE = 5_000;
const LONGEST_WAIT = 10 * 60_000;

export interface EnginePorts extends ExchangePorts {
	readonly lock: OnlyOne;
	readonly triggers: Triggers;
	/** Other persons of this phone with work that waits. */
	readonly others?: () => Promise<readonly OtherOutbox[]>;
	readonly onStatus?: (status: EngineStatus) => void;
	/** After each cycle, whatever became of it. */
	readonly onCycle?: () => Promise<void>;
	/** The server no longer takes this session (`auth`), this phone (`device`), or takes it again (null). */
	readonly onSession?: (trouble: 'auth' | 'device' | null) => Promise<void>;
	/** Photos whose bytes the server does not have: a revoked phone sends them as well before it erases. */
	readonly photosUnsent?: () => Promise<number>;
	/** Revoked, and all work has its receipt: erase this person's data. */
	readonly onRevoked?: () => Promise<void>;
}

export interface SyncEngine {
	readonly status: EngineStatus;
	start(): void;
	/** Resolves when no cycle is under way. */
	whenIdle(): Promise<void>;
	/** Stops triggers and waits for a cycle under way. */
	stop(): Promise<void>;
	/** Work was saved: exchange within 2 s. */
	saved(): void;
	/** The page became visible: exchange soon, unless a back-off is running. */
	wake(): void;
	/** A tap: exchange now; waits begin again from the shortest. Resolves when the cycle is over. */
	syncNow(): Promise<void>;
}

export function createSyncEngine(ports: EnginePorts): SyncEngine {
	const { clock } = ports;
	const size = startSize();
	let status = IDLE;
	let failures = 0;
	let running: Promise<void> | null = null;
	let isDueAgain = false;
	let isStopped = true;
	let cancelTimer: (() => void) | null = null;
	let dueAt = Infinity;
	/** The server asked for quiet until then; only a tap goes before. */
	let quietUntil = 0;
	/** When it asked. A clock that stands before this was set back since, and the end of the quiet means nothing any more. */
	let quietSince = 0;
	let lastTry = 0;
	let stopTriggers = () => {};

	function say(change: Partial<EngineStatus>): void {
		status = { ...status, ...change };
		ports.onStatus?.(status);
	}

	/** The next cycle in `millis` unless an earlier one is planned. */
	function plan(millis: number): void {
		if (isStopped) return;
		const now = clock.now();
		const at = Math.max(now + millis, now >= quietSince ? quietUntil : 0);
		if (cancelTimer && dueAt <= at) return;
		cancelTimer?.();
		dueAt = at;
		cancelTimer = clock.after(at - now, () => {
			cancelTimer = null;
			dueAt = Infinity;
			void run();
		});
	}

	function unplan(): void {
		cancelTimer?.();
		cancelTimer = null;
		dueAt = Infinity;
	}

	function backOff(retryAfterSeconds: number | null): void {
		const jitter = backOffWait(ports.random, ++failures, LONGEST_WAIT);
		const wait = Math.max((retryAfterSeconds ?? 0) * 1000, jitter);
		unplan();
		if (retryAfterSeconds !== null) {
			quietSince = clock.now();
			quietUntil = quietSince + retryAfterSeconds * 1000;
		}
		plan(wait);
		say({ nextTryAt: isStopped ? null : new Date(clock.now() + wait).toISOString() });
	}

	function idle(): void {
		plan(EVERY * (0.8 + 0.4 * ports.random.fraction()));
	}

	/** @returns operations that the server asked to send again; null: this phone is the person's no more */
	async function exchangeOwn(): Promise<number | null> {
		let trouble: SyncTrouble | null = null;
		let held = 0;
		try {
			held = (await pushAll(ports, size)).held;
		} catch (error) {
			trouble = toTrouble(error);
		}
		// Without a network or a session a pull would only fail again; after any other failed push it still brings verdicts.
		const isCut = trouble && ['net', 'portal', 'busy', 'auth', 'device', 'local'].includes(trouble.code);
		if (!isCut) {
			if (await pullAll(ports, size)) return finishRevoked(trouble).then(() => null);
			// A restored server: what the pull put back into the outbox goes out at once.
			if (!trouble && held === 0 && (await ports.store.lastWaiting()) > 0)
				held = (await pushAll(ports, size)).held;
		}
		if (trouble) throw trouble;
		return held;
	}

	async function cycle(): Promise<void> {
		let held: number | null = 0;
		let trouble: SyncTrouble | null = null;
		try {
			held = await exchangeOwn();
		} catch (error) {
			trouble = toTrouble(error);
		}
		if (held === null) return;
		if (!isEverybodys(trouble)) await drainOthers();
		if (trouble) throw trouble;
		const said = await ports.store.server();
		if (said) await ports.store.trimJournal(Date.parse(said.lastServerTime));
		// What was sent and trimmed may have made the room for it.
		await ports.store.readAgain();
		if (held > 0) throw new SyncTrouble('busy');
	}

	async function finishRevoked(trouble: SyncTrouble | null): Promise<void> {
		if (trouble) throw trouble;
		if (((await ports.photosUnsent?.()) ?? 0) > 0) throw new SyncTrouble('device');
		// What was saved until now waits, and is sent first; after this nothing is saved that would be erased.
		if (!(await ports.store.markRevoked())) throw new SyncTrouble('device');
		isStopped = true;
		unplan();
		await ports.onRevoked?.();
	}

	async function drainOthers(): Promise<void> {
		let isCut = false;
		for (const other of (await ports.others?.()) ?? []) {
			try {
				if (isCut) continue;
				await pushAll({ ...ports, store: other.store, identity: other.identity }, startSize());
			} catch (error) {
				const trouble = toTrouble(error);
				const { code } = trouble;
				if (code === 'auth' || code === 'device') await other.onTrouble(code);
				else isCut = isEverybodys(trouble);
			} finally {
				other.close();
			}
		}
	}

	async function oneCycle(): Promise<void> {
		say({ syncing: true, elsewhere: false, nextTryAt: null });
		size.hasMoved = false;
		const startedAt = clock.now();
		lastTry = startedAt;
		let failure: SyncTrouble | null = null;
		let isMine = true;
		try {
			isMine = await ports.lock(`liangfeng-sync-${ports.identity.accountId}`, cycle);
		} catch (error) {
			failure = toTrouble(error);
		}
		const code: Trouble | null = failure?.code ?? null;
		if (!isMine) say({ syncing: false, elsewhere: true });
		else if (failure) {
			ports.log('sync.trouble', { code: failure.code, failures: failures + 1 });
			say({ syncing: false, trouble: code });
		} else {
			const now = clock.now();
			say({
				syncing: false,
				trouble: null,
				lastExchangeAt: new Date(now).toISOString(),
				lastExchangeMillis: now - startedAt,
				skewMillis: (await ports.store.server())?.skewMillis ?? null
			});
		}
		if (isMine && (code === null || code === 'auth' || code === 'device')) await ports.onSession?.(code);
		await ports.onCycle?.();
		if (failure) {
			// A link that drops is used for as long as it holds; a server under load is left alone longer each time.
			if (size.hasMoved && failure.code !== 'busy') failures = 0;
			backOff(failure.retryAfterSeconds);
		} else if (!isMine) plan(WHILE_ELSEWHERE);
		else {
			failures = 0;
			quietUntil = 0;
			idle();
		}
	}

	function run(): Promise<void> {
		if (running) {
			isDueAgain = true;
			return running;
		}
		unplan();
		running = (async () => {
			try {
				do {
					isDueAgain = false;
					await oneCycle();
				} while (isDueAgain && status.trouble === null && !isStopped);
			} catch (error) {
				// The phone's own storage failed outside an exchange.
				ports.log('sync.trouble', { code: 'local', failures });
				say({ syncing: false, trouble: toTrouble(error).code });
				backOff(null);
			} finally {
				running = null;
			}
		})();
		return running;
	}

	return {
		get status() {
			return status;
		},
		start() {
			if (!isStopped) return;
			isStopped = false;
			stopTriggers = ports.triggers((reason) => {
				// A network that came back is as good as a tap; the browser's word for it is only a hint.
				if (reason === 'online') failures = 0;
				if (reason !== 'poke') plan(0);
				// A thousand phones are poked at once. In trouble the back-off decides.
				else if (status.trouble === null) plan(ports.random.fraction() * 1_000);
			});
			plan(0);
		},
		whenIdle: () => running ?? Promise.resolve(),
		async stop() {
			isStopped = true;
			unplan();
			stopTriggers();
			await running;
		},
		saved() {
			// In trouble the back-off decides; a save every minute must not shorten it.
			if (status.trouble === null) plan(AFTER_SAVE);
		},
		wake() {
			if (status.trouble === null || Math.abs(clock.now() - lastTry) > EVERY) plan(0);
		},
		async syncNow() {
			failures = 0;
			await run();
		}
	};
}
