/**
 * Brings what is new, scope by scope, until the server has no more. It never waits for the outbox and never touches it,
 * except that verdicts lost on the way come with it.
 */
import { PROTOCOL_VERSION } from '#lib/protocol/push.ts';
import { pullResponse, type PullResponse } from '#lib/protocol/pull.ts';
import { exchange, newNonce } from './exchange.ts';
import type { ExchangePorts } from './ports.ts';
import { heartbeatOf, noteAnswer } from './server-facts.ts';

/** Bound on rounds of one cycle: 10,000 rows are 20 pages; a server that never ends must not hold a phone. */
const MOST_ROUNDS = 500;
const MOST_UNRESOLVED = 500;

export interface PullResult {
	readonly rounds: number;
	readonly revoked: boolean;
}

const isOwn = (scope: string): boolean => scope === 'ref' || scope.startsWith('user:');

/** Needs first: reference data, own records, stock, the area. */
function order(scope: string): number {
	const at = ['ref', 'user:', 'team:', 'store:', 'area:'].findIndex((start) => scope.startsWith(start));
	return at < 0 ? 9 : at;
}

async function ask(ports: ExchangePorts): Promise<PullResponse> {
	const [server, cursors, unresolved, heartbeat] = await Promise.all([
		ports.store.server(),
		ports.store.cursors(),
		ports.store.unresolved(MOST_UNRESOLVED),
		heartbeatOf(ports)
	]);
	const sentAt = ports.clock.now();
	const request = {
		protocol: PROTOCOL_VERSION,
		deviceId: ports.identity.deviceId,
		epoch: server?.epoch ?? 0,
		nonce: newNonce(ports),
		deviceTime: new Date(sentAt).toISOString(),
		heartbeat,
		cursors: cursors
			.map(({ scope, gen, seq }) => ({ scope, gen, seq }))
			.sort((a, b) => order(a.scope) - order(b.scope)),
		unresolved
	};
	const answer = await exchange(ports, '/api/sync/pull', request, pullResponse, server?.serverId ?? null);
	await noteAnswer(ports, answer, sentAt, server);
	return answer;
}

/** @returns whether a scope begins anew or stands elsewhere, so that another round is worth it */
async function applyPages(ports: ExchangePorts, answer: PullResponse): Promise<boolean> {
	let again = false;
	for (const page of [...answer.pages].sort((a, b) => order(a.scope) - order(b.scope))) {
		const { result, reference } = await ports.store.applyPage(page);
		// At once: the records that follow are made searchable by names that may just have come.
		if (reference === null || reference.length > 0) await ports.onReference?.(reference);
		switch (result) {
			case 'applied':
				break;
			case 'mismatch':
				ports.log('sync.mismatch', { scope: page.scope.split(':')[0] ?? '' });
				again = true;
				break;
			case 'restarted':
				again = true;
				break;
			case 'refused':
				// Another tab was quicker: its cursor counts, ask again from there.
				ports.log('sync.refused-page', { scope: page.scope.split(':')[0] ?? '' });
				again = true;
				break;
		}
	}
	return again;
}

/** @throws SyncTrouble */
export async function pullAll(ports: ExchangePorts): Promise<PullResult> {
	let restarts = 0;
	for (let rounds = 1; ; rounds++) {
		const answer = await ask(ports);
		const now = new Date(ports.clock.now()).toISOString();
		const { grants, grantsRev, epoch, serverTime } = answer;
		await ports.store.setMeta('rights', { grants, grantsRev });
		await ports.store.applyVerdicts(answer.verdicts, { epoch, now, serverTime });
		for (const scope of answer.drop) {
			// A revoked phone keeps its own records until all of its work has its receipt; then everything goes.
			if (answer.revoked && isOwn(scope)) continue;
			const moved = await ports.store.dropScope(scope, now, answer.revoked);
			ports.log('sync.drop', { scope: scope.split(':')[0] ?? '', operations: moved });
		}
		if (answer.revoked) return { rounds, revoked: true };
		const again = await applyPages(ports, answer);
		if (again) restarts++;
		const isOver = !answer.more && (!again || restarts > 3);
		if (isOver || rounds >= MOST_ROUNDS) return { rounds, revoked: false };
	}
}
