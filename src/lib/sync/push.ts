/**
 * Sends what waits until the outbox is empty or blocked. The batch begins at 50 operations and doubles to 1,000 while
 * answers come within 5 s; a failure halves it for the next cycle, "too big" halves it at once, down to a single operation.
 * That one needs a person's attention where our server said so; where somebody on the way did, or a large one got no answer at
 * all, it stays. An operation that is answered `retry`, or not at all, stays; later ones of its record and, where it is to
 * create that, what hangs on it wait with it, the others go on.
 */
import type { Operation, Verb, Verdict } from '#lib/domain/operation.ts';
import {
	MAX_PUSH_OPERATIONS,
	PROTOCOL_VERSION,
	pushResponse,
	type PushResponse
} from '#lib/protocol/push.ts';
import type { Heartbeat } from '#lib/protocol/push-request.ts';
import type { ServerFacts } from '#lib/storage/meta.ts';
import { exchange, LIMIT_ON_THE_WAY, newNonce } from './exchange.ts';
import { exchangeOperations } from './exchange-operations.ts';
import type { ExchangePorts } from './ports.ts';
import { heartbeatOf, noteAnswer } from './server-facts.ts';
import { QUICK, type ExchangeSize } from './size.ts';
import { SyncTrouble } from './trouble.ts';

/** Uncompressed; JSON of records gzips to about a sixth, so that a full batch stays below the server's 1 MB. */
const BATCH_BYTES = 4_000_000;
/** Plain requests count as they are. */
const PLAIN_BYTES = 900_000;
/** For each operation of a batch, so that on a slow link a large one goes by itself and may fail alone. */
const BYTES_EACH = 4_000;

export interface PushResult {
	readonly sent: number;
	/** Operations the server asked to send again, or did not answer, or that the way did not let through. */
	readonly held: number;
}

/** An answer that counts, and what is needed to write it down. */
interface Answered {
	readonly answer: PushResponse;
	readonly verdicts: readonly Verdict[];
	readonly sentAt: number;
	readonly server: ServerFacts | undefined;
}

/** What every batch of a cycle is sent with: read once, as what is written down meanwhile would hold up the reading. */
interface Opening {
	readonly server: ServerFacts | undefined;
	readonly grantsRev: number;
	/** As it stood when `sent` operations had gone. */
	readonly heartbeat: Heartbeat;
	readonly sent: number;
}

async function openingOf(ports: ExchangePorts, sent: number): Promise<Opening> {
	const [server, rights, heartbeat] = await Promise.all([
		ports.store.server(),
		ports.store.rights(),
		heartbeatOf(ports)
	]);
	return { server, grantsRev: rights?.grantsRev ?? 0, heartbeat, sent };
}

async function send(
	ports: ExchangePorts,
	operations: readonly Operation[],
	{ server, grantsRev, heartbeat }: Opening
): Promise<Answered> {
	const sentAt = ports.clock.now();
	const request = {
		protocol: PROTOCOL_VERSION,
		deviceId: ports.identity.deviceId,
		epoch: server?.epoch ?? 0,
		nonce: newNonce(ports),
		deviceTime: new Date(sentAt).toISOString(),
		grantsRev,
		beforeRestore: server?.beforeRestore,
		heard: server?.heard,
		heartbeat
	};
	const known = server?.serverId ?? null;
	const answer = await exchangeOperations(operations, server?.packs, (written) =>
		exchange(ports, '/api/sync/push', { ...request, ...written }, pushResponse, known)
	);
	const asked = new Set(operations.map((operation) => operation.opId));
	const verdicts = answer.verdicts.filter((verdict) => asked.has(verdict.opId));
	return { answer, verdicts, sentAt, server };
}

/** @returns how many operations moved on */
async function writeDown(
	ports: ExchangePorts,
	{ answer, verdicts, sentAt, server }: Answered
): Promise<number> {
	const now = new Date(ports.clock.now()).toISOString();
	const { epoch, serverTime } = answer;
	// Receipts before the epoch: an answer of the restored server is a receipt of the restored server.
	const moved = await ports.store.applyVerdicts(verdicts, { epoch, now, serverTime });
	await noteAnswer(ports, answer, sentAt, server);
	return moved.length;
}

/**
 * While a batch is under way the answer to the one before is written down: at most one, and always in their order. A
 * process that ends in between sends again what it had been answered, and is answered the same.
 * @throws SyncTrouble; what was answered before it stays applied
 */
export async function pushAll(ports: ExchangePorts, size: ExchangeSize): Promise<PushResult> {
	/** Records with an operation that waits for the next cycle, and what that was to do. */
	const held = new Map<string, Verb>();
	const hold = ({ recordId, verb }: Operation) => held.has(recordId) || held.set(recordId, verb);
	let after = 0;
	let sent = 0;
	let unanswered = 0;
	let writing: Promise<void> = Promise.resolve();
	let last = 0;
	/** The single operation before this one did not get through. */
	let isRefused = false;
	let opening: Opening | null = null;
	const bytesOf = (limit: number) => Math.min(limit * BYTES_EACH, ports.compress ? BATCH_BYTES : PLAIN_BYTES);
	// Read before the answer to the one before is written down: reading would wait for that.
	const next = () =>
		ports.store.nextBatch({ after, limit: size.operations, bytes: bytesOf(size.operations), held });
	/** What follows operation `end`, as it will be wanted if all goes well; read while the batch is under way. */
	const readAhead = (end: number) => {
		const limit = Math.min(MAX_PUSH_OPERATIONS, size.operations * 2);
		const reading = ports.store.nextBatch({ after: end, limit, bytes: bytesOf(limit), held: new Map(held) });
		// Its failure is thrown where it is awaited.
		reading.catch(() => undefined);
		return reading;
	};
	let batch = await next();
	for (;;) {
		const first = batch[0];
		const end = batch.at(-1)?.n;
		if (first === undefined || end === undefined) {
			await writing;
			// What was refused for want of a record that was accepted meanwhile waits again.
			batch = await next();
			if (batch.length > 0) continue;
			// A whole window of held operations: look beyond it.
			if (held.size > 0) last ||= await ports.store.lastWaiting();
			// Where the last one did not get through the pull finds out whether the way is open.
			if (held.size === 0 || after + size.operations >= last) return { sent, held: unanswered };
			after += size.operations;
			batch = await next();
			continue;
		}
		opening ??= await openingOf(ports, sent);
		const began = ports.clock.now();
		let answered: Answered;
		const ahead = readAhead(end);
		try {
			answered = await send(ports, batch, stillUnsent(opening, sent, held, first));
		} catch (error) {
			await writing;
			size.operations = Math.max(1, Math.floor(Math.min(size.operations, batch.length) / 2));
			if (!(error instanceof SyncTrouble)) throw error;
			const isOnTheWay = error.cause === LIMIT_ON_THE_WAY;
			const isSilent = error.code === 'net';
			if ((isSilent && batch.length > 1) || (error.code !== 'too-big' && !isOnTheWay)) throw error;
			const [only] = batch;
			if (batch.length === 1 && only && isOnTheWay) {
				// Two in a row: it lies at the way and not at them. Where large ones get no answer a small one tells.
				if (isRefused && !isSilent) throw error;
				isRefused = true;
				hold(only);
				unanswered++;
				after = end;
			} else if (batch.length === 1 && only) {
				await ports.store.setAside(only.opId, 'too-big', new Date(ports.clock.now()).toISOString());
				ports.log('sync.too-big', { n: only.n });
			}
			batch = await next();
			continue;
		}
		isRefused = false;
		const isQuick = ports.clock.now() - began < QUICK;
		if (isQuick) size.operations = Math.min(MAX_PUSH_OPERATIONS, size.operations * 2);
		const done = new Set(
			answered.verdicts.filter(({ outcome }) => outcome !== 'retry').map(({ opId }) => opId)
		);
		const kept = held.size;
		for (const operation of batch) if (!done.has(operation.opId)) hold(operation);
		after = end;
		await writing;
		const { length } = batch;
		// Something is held that was not when it was read: its later operations wait with it.
		batch = held.size > kept ? await next() : (await ahead).slice(0, size.operations);
		writing = writeDown(ports, answered).then((moved) => {
			sent += moved;
			size.hasMoved ||= moved > 0;
			unanswered += length - moved;
		});
		// Its failure is thrown where it is awaited next.
		writing.catch(() => undefined);
		if (opening.server !== undefined && answered.answer.epoch > opening.server.epoch) {
			// The server was put back: what was accepted waits again, and goes before what was written after it.
			await writing;
			held.clear();
			[after, unanswered, last, opening] = [0, 0, 0, null];
			batch = await next();
			continue;
		}
		if (opening.server === undefined) {
			// The first answer says which server this is: the next one has to come from the same.
			await writing;
			opening = null;
		}
	}
}

/** The heartbeat as it stands when `first` opens the next batch: counted once, as counting reads the whole outbox. */
function stillUnsent(
	opening: Opening,
	sent: number,
	held: ReadonlyMap<string, Verb>,
	first: Operation
): Opening {
	const { count, oldest } = opening.heartbeat.unsent;
	const unsent = {
		count: Math.max(1, count - (sent - opening.sent)),
		oldest: held.size > 0 ? oldest : first.at
	};
	return { ...opening, heartbeat: { ...opening.heartbeat, unsent } };
}
