/**
 * The photos' own lane, beside the exchange of records and after it: two at a time, piece by piece, each photo once a turn.
 * A photo that fails is put off and holds up neither the others nor any record. Its waits are its own, 2 s to 10 min with
 * full jitter; a network that is back, an exchange that succeeded after one that was cut, and a tap end them. They do not
 * grow while something arrives between two failures: a link that drops every 20 s is used for its 20 s.
 */
import { backOffWait } from '../back-off.ts';
import type { PersonIdentity } from '../ports.ts';
import { isEverybodys, toTrouble, type SyncTrouble } from '../trouble.ts';
import { LANE_IDLE, type LanePorts, type LaneStatus } from './lane-ports.ts';
import { sendPhoto } from './send-photo.ts';

const AT_ONCE = 2;
const LONGEST_WAIT = 10 * 60_000;
/** Another tab sends; it may be closed in the middle. */
const WHILE_ELSEWHERE = 30_000;
/** Failures of the server in a row after which a turn ends. */
const MOST_FAILURES = 3;

export interface PhotoLane {
	readonly status: LaneStatus;
	/** Something may have to be sent. @param isGood the network has just shown that it works */
	wake(isGood?: boolean): void;
	/** A tap, or a network that came back: now, whatever the waits. */
	sendNow(): Promise<void>;
	stop(): Promise<void>;
}

export function createPhotoLane(ports: LanePorts): PhotoLane {
	const { clock } = ports;
	let status = LANE_IDLE;
	let failures = 0;
	let running: Promise<void> | null = null;
	let isDueAgain = false;
	let isStopped = false;
	let cancelTimer: (() => void) | null = null;

	function say(change: Partial<LaneStatus>): void {
		status = { ...status, ...change };
		ports.onStatus?.(status);
	}

	function plan(millis: number): void {
		cancelTimer?.();
		if (isStopped) return;
		cancelTimer = clock.after(millis, () => {
			cancelTimer = null;
			void run();
		});
	}

	function backOff(trouble: SyncTrouble): void {
		const jitter = backOffWait(ports.random, ++failures, LONGEST_WAIT);
		plan(Math.max((trouble.retryAfterSeconds ?? 0) * 1000, jitter));
	}

	/** Asked before each photo: what the person chose, and the link, may change while others are sent. */
	async function isHeldBack({ store }: Sender): Promise<boolean> {
		const isOwn = store === ports.store;
		const isRevoked = isOwn && ports.isRevoked?.() === true;
		const isHeld = !isRevoked && ports.link() !== 'wifi' && (await store.isHeldBack());
		if (isOwn && (isHeld || status.heldBack)) say({ heldBack: isHeld && (await store.waiting()) > 0 });
		return isHeld;
	}

	/** One after the other until nothing is left, or nothing goes any more. */
	async function sendInTurn(of: Sender, serverId: string, turn: Turn): Promise<void> {
		const { store } = of;
		while (!isStopped && turn.trouble === null && !(await isHeldBack(of))) {
			const row = await store.next(turn.taken);
			// The other one may have taken it while this one asked.
			if (!row) return;
			if (turn.taken.has(row.id)) continue;
			turn.taken.add(row.id);
			try {
				await sendPhoto({ ...ports, ...of }, row, serverId, () => (turn.hasMoved = true));
				turn.failures = 0;
			} catch (error) {
				const trouble = toTrouble(error);
				const why = trouble.code === 'busy' ? 'busy' : trouble.code === 'server' ? 'server' : 'net';
				await store.note(row.id, { tries: row.tries + 1, trouble: why });
				turn.last = trouble;
				if (trouble.code !== 'server' || ++turn.failures >= MOST_FAILURES) turn.trouble = trouble;
			}
		}
	}

	async function turn(of: Sender): Promise<SyncTrouble | null> {
		const { store } = of;
		const server = await store.server();
		if (!server?.serverId) return null;
		if (await isHeldBack(of)) return null;
		const under: Turn = { taken: new Set(), failures: 0, hasMoved: false, trouble: null, last: null };
		const turns = Array.from({ length: AT_ONCE }, () => sendInTurn(of, server.serverId, under));
		for (const done of await Promise.allSettled(turns))
			if (done.status === 'rejected') under.last ??= toTrouble(done.reason);
		await store.free(Date.parse(server.lastServerTime));
		if (under.hasMoved) failures = 0;
		return under.trouble ?? under.last;
	}

	/**
	 * @param met what kept the photos of the open one from being sent
	 * @returns what last kept the photos of one from being sent and may pass
	 */
	async function turnsOfOthers(met: SyncTrouble | null): Promise<SyncTrouble | null> {
		for (const { store, identity, close, onTrouble } of (await ports.others?.()) ?? []) {
			try {
				// Where the network is gone it is gone for the next one too.
				if (isEverybodys(met) || isStopped) continue;
				await ports.lock(lockOf(identity), async () => {
					const trouble = await turn({ store, identity });
					if (trouble?.code === 'auth' || trouble?.code === 'device') await onTrouble(trouble.code);
					else met = trouble ?? met;
				});
			} catch (error) {
				// Their own storage: it does not hold up the next one.
				ports.log('photos.trouble', { code: toTrouble(error).code, failures });
			} finally {
				close();
			}
		}
		return met;
	}

	async function oneTurn(): Promise<void> {
		cancelTimer?.();
		cancelTimer = null;
		let trouble: SyncTrouble | null = null;
		let isMine = true;
		say({ sending: true });
		try {
			isMine = await ports.lock(lockOf(ports.identity), async () => {
				trouble = await turn({ store: ports.store, identity: ports.identity });
			});
			if (!isEverybodys(trouble)) trouble = await turnsOfOthers(trouble);
		} catch (error) {
			trouble = toTrouble(error);
		}
		const met = trouble as SyncTrouble | null;
		say({ sending: false, trouble: met?.code ?? null });
		if (met) {
			ports.log('photos.trouble', { code: met.code, failures: failures + 1 });
			backOff(met);
		} else if (!isMine) plan(WHILE_ELSEWHERE);
		else failures = 0;
	}

	function run(): Promise<void> {
		if (isStopped) return Promise.resolve();
		if (running) {
			isDueAgain = true;
			return running;
		}
		running = (async () => {
			do {
				isDueAgain = false;
				await oneTurn();
			} while (isDueAgain && status.trouble === null && !isStopped);
		})().finally(() => {
			running = null;
		});
		return running;
	}

	return {
		get status() {
			return status;
		},
		wake(isGood = false) {
			if (status.trouble === null) void run();
			else if (isGood && (status.trouble === 'net' || status.trouble === 'portal')) void run();
		},
		async sendNow() {
			failures = 0;
			await run();
		},
		async stop() {
			isStopped = true;
			cancelTimer?.();
			await running;
		}
	};
}

const lockOf = ({ accountId }: PersonIdentity) => `liangfeng-photos-${accountId}`;

/** Whose photos are sent. */
type Sender = Pick<LanePorts, 'store' | 'identity'>;

/** What the senders of one turn know together. */
interface Turn {
	readonly taken: Set<string>;
	failures: number;
	/** Bytes have arrived. */
	hasMoved: boolean;
	/** Ends the turn. */
	trouble: SyncTrouble | null;
	last: SyncTrouble | null;
}
