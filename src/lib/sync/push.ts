/**
 * Sends what waits until the outbox is empty or blocked. The batch begins at 50 operations and doubles to 1,000 while
 * answers come within 5 s; a failure halves it for the next cycle, "too big" halves it at once, down to a single operation,
 * which then needs a person's attention. An operation that is answered `retry`, or not at all, stays; later ones of its
 * record wait with it, the others go on.
 */
import type { Operation } from '#lib/domain/operation.ts';
import { MAX_PUSH_OPERATIONS, PROTOCOL_VERSION, pushResponse } from '#lib/protocol/push.ts';
import { exchange, newNonce } from './exchange.ts';
import type { ExchangePorts } from './ports.ts';
import { heartbeatOf, noteAnswer } from './server-facts.ts';
import { SyncTrouble } from './trouble.ts';

const FIRST_BATCH = 50;
const QUICK = 5_000;
/** Uncompressed; JSON of records gzips to about a sixth, so that a full batch stays below the server's 1 MB. */
const BATCH_BYTES = 4_000_000;
/** Plain requests count as they are. */
const PLAIN_BYTES = 900_000;

/** Size of the next batch; lives as long as the engine. */
export interface BatchSize {
	operations: number;
}
export function startBatchSize(): BatchSize {
	return { operations: FIRST_BATCH };
}

export interface PushResult {
	readonly sent: number;
	/** Operations the server asked to send again, or did not answer. */
	readonly held: number;
}

async function send(ports: ExchangePorts, operations: readonly Operation[]): Promise<ReadonlySet<string>> {
	const [server, rights, heartbeat] = await Promise.all([
		ports.store.server(),
		ports.store.rights(),
		heartbeatOf(ports)
	]);
	const sentAt = ports.clock.now();
	const request = {
		protocol: PROTOCOL_VERSION,
		deviceId: ports.identity.deviceId,
		epoch: server?.epoch ?? 0,
		nonce: newNonce(ports),
		deviceTime: new Date(sentAt).toISOString(),
		grantsRev: rights?.grantsRev ?? 0,
		heartbeat,
		operations
	};
	const answer = await exchange(ports, '/api/sync/push', request, pushResponse, server?.serverId ?? null);
	const now = new Date(ports.clock.now()).toISOString();
	const asked = new Set(operations.map((operation) => operation.opId));
	const verdicts = answer.verdicts.filter((verdict) => asked.has(verdict.opId));
	// Receipts before the epoch: an answer of the restored server is a receipt of the restored server.
	const moved = await ports.store.applyVerdicts(verdicts, {
		epoch: answer.epoch,
		now,
		serverTime: answer.serverTime
	});
	await noteAnswer(ports, answer, sentAt, server);
	return new Set(moved);
}

/** @throws SyncTrouble; what was answered before it stays applied */
export async function pushAll(ports: ExchangePorts, size: BatchSize): Promise<PushResult> {
	const held = new Set<string>();
	let after = 0;
	let sent = 0;
	let unanswered = 0;
	const last = await ports.store.lastWaiting();
	for (;;) {
		const limit = size.operations;
		const bytes = ports.compress ? BATCH_BYTES : PLAIN_BYTES;
		const batch = await ports.store.nextBatch({ after, limit, bytes, held });
		const end = batch.at(-1)?.n;
		if (end === undefined) {
			// A whole window of held operations: look beyond it.
			if (held.size === 0 || after + limit >= last) return { sent, held: unanswered };
			after += limit;
			continue;
		}
		const began = ports.clock.now();
		let moved: ReadonlySet<string>;
		try {
			moved = await send(ports, batch);
		} catch (error) {
			size.operations = Math.max(1, Math.floor(Math.min(size.operations, batch.length) / 2));
			if (!(error instanceof SyncTrouble) || error.code !== 'too-big') throw error;
			const [only] = batch;
			if (batch.length === 1 && only) {
				await ports.store.setAside(only.opId, 'too-big', new Date(ports.clock.now()).toISOString());
				ports.log('sync.too-big', { n: only.n });
			}
			continue;
		}
		for (const operation of batch) {
			if (moved.has(operation.opId)) sent++;
			else {
				held.add(operation.recordId);
				unanswered++;
			}
		}
		after = end;
		if (ports.clock.now() - began < QUICK)
			size.operations = Math.min(MAX_PUSH_OPERATIONS, size.operations * 2);
	}
}
