/**
 * Brings what is new, scope by scope, until the server has no more. It never waits for the outbox and never touches it,
 * except that verdicts lost on the way come with it.
 */
import { PROTOCOL_VERSION } from '#lib/protocol/push.ts';
import type { Heartbeat } from '#lib/protocol/push-request.ts';
import { MAX_ANSWER_BYTES, MAX_SCOPES, pullResponse, type PullResponse } from '#lib/protocol/pull.ts';
import type { ServerFacts } from '#lib/storage/meta.ts';
import type { CursorRow } from '#lib/storage/schema.ts';
import { exchange, newNonce } from './exchange.ts';
import type { ExchangePorts } from './ports.ts';
import { heartbeatOf, noteAnswer } from './server-facts.ts';
import { FIRST_BYTES, QUICK, type ExchangeSize } from './size.ts';

/** Bound on rounds of one cycle: 10,000 rows are 20 pages; a server that never ends must not hold a phone. */
const MOST_ROUNDS = 500;
const MOST_UNRESOLVED = 500;
const LEAST_BYTES = 32_000;
/** Of an answer that a verdict takes. */
const VERDICT_BYTES = 256;

const isOwn = (scope: string): boolean => scope === 'ref' || scope.startsWith('user:');

/** Needs first: reference data, own records, lent rosters, stock, the area. */
function order(scope: string): number {
	const at = ['ref', 'user:', 'roster:', 'store:', 'held:', 'team:', 'area:'].findIndex((start) =>
		scope.startsWith(start)
	);
	return at < 0 ? 9 : at;
}

/** What a phone asks and tells once a cycle, whatever the number of pages that follow. */
interface Opening {
	readonly unresolved: readonly string[];
	readonly heartbeat: Heartbeat;
	readonly server: ServerFacts | undefined;
	/** Id of the key that files are sealed with; '' without one. */
	readonly sealing: string;
}

async function openingOf(ports: ExchangePorts, { bytes }: ExchangeSize): Promise<Opening> {
	const [unresolved, heartbeat, server, sealing] = await Promise.all([
		ports.store.unresolved(Math.min(MOST_UNRESOLVED, bytes / VERDICT_BYTES)),
		heartbeatOf(ports),
		ports.store.server(),
		ports.store.meta('sealing')
	]);
	return { unresolved, heartbeat, server, sealing: sealing?.id ?? '' };
}

/** An answer that counts, and what is needed to take note of it. */
interface Asked {
	readonly answer: PullResponse;
	readonly sentAt: number;
}

type Cursors = readonly Pick<CursorRow, 'scope' | 'gen' | 'seq'>[];

async function ask(
	ports: ExchangePorts,
	{ unresolved, heartbeat, server, sealing }: Opening,
	cursors: Cursors,
	size: ExchangeSize
): Promise<Asked> {
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
			.sort((a, b) => order(a.scope) - order(b.scope))
			.slice(0, MAX_SCOPES),
		unresolved,
		knows: ['stock', 'prints'],
		sealing,
		leases: true,
		most: size.bytes
	};
	try {
		const answer = await exchange(ports, '/api/sync/pull', request, pullResponse, server?.serverId ?? null);
		// Of what the link carries only an answer that was full says something.
		if (size.grows && answer.more && ports.clock.now() - sentAt < QUICK)
			size.bytes = Math.min(MAX_ANSWER_BYTES, size.bytes * 2);
		return { answer, sentAt };
	} catch (error) {
		size.grows = false;
		// Down to where it began at once: the link may be another one now, and each try costs the person a minute.
		size.bytes = Math.max(LEAST_BYTES, Math.min(FIRST_BYTES, size.bytes / 2));
		throw error;
	}
}

/** Where the scopes will stand once these pages are applied. */
function beyond(cursors: Cursors, pages: PullResponse['pages']): Cursors {
	const moved = new Map(cursors.map((cursor) => [cursor.scope, cursor]));
	for (const { scope, gen, to } of pages) moved.set(scope, { scope, gen, seq: to });
	return [...moved.values()];
}

/**
 * Writes down what an answer says of the server, of rights and of the sealing key, as far as it is news after the answers
 * before: a transaction for each of them would cost as much as the page of rows. The last answer is always noted.
 */
async function noteNews(
	ports: ExchangePorts,
	opening: Opening,
	{ answer, sentAt }: Asked,
	before: PullResponse | undefined
): Promise<Opening> {
	const { grants, grantsRev, epoch, serverId, sealing } = answer;
	const isSame = before?.epoch === epoch && before.serverId === serverId;
	const server =
		isSame && answer.more ? opening.server : await noteAnswer(ports, answer, sentAt, opening.server);
	if (!isSame || before.grantsRev !== grantsRev || JSON.stringify(before.grants) !== JSON.stringify(grants))
		await ports.store.setMeta('rights', { grants, grantsRev });
	if (sealing) await ports.store.setMeta('sealing', sealing);
	return { ...opening, server, sealing: sealing?.id ?? opening.sealing };
}

/** @returns whether a scope begins anew or stands elsewhere, so that another round is worth it */
async function applyPages(ports: ExchangePorts, answer: PullResponse): Promise<boolean> {
	let again = false;
	for (const page of [...answer.pages].sort((a, b) => order(a.scope) - order(b.scope))) {
		const { result, reference } = await ports.store.applyPage(page);
		// At once: the records that follow are made searchable by names that may just have come.
		if (reference === null || reference.length > 0) await ports.onReference?.(reference);
		if (result === 'applied') continue;
		// It begins anew, or another tab was quicker: its cursor counts, ask again from there.
		ports.log(`sync.${result}`, { scope: page.scope.split(':')[0] ?? '' });
		again = true;
	}
	return again;
}

/**
 * While pages are applied the next ones are under way already, asked for from where these end. A page counts only where the
 * stored cursor stands at its beginning: what was asked for ahead and no longer fits is not used.
 * @returns whether the phone is revoked
 * @throws SyncTrouble
 */
export async function pullAll(ports: ExchangePorts, size: ExchangeSize): Promise<boolean> {
	let restarts = 0;
	let opening = await openingOf(ports, size);
	let ahead: Promise<Asked> | null = null;
	let before: PullResponse | undefined;
	for (let rounds = 1; ; rounds++) {
		const cursors: Cursors = await ports.store.cursors();
		const asked: Asked = await (ahead ?? ask(ports, opening, cursors, size));
		const { answer } = asked;
		opening = await noteNews(ports, opening, asked, before);
		before = answer;
		const now = new Date(ports.clock.now()).toISOString();
		const { epoch, serverTime } = answer;
		await ports.store.applyVerdicts(answer.verdicts, { epoch, now, serverTime });
		for (const scope of answer.drop) {
			// A revoked phone keeps its own records until all of its work has its receipt; then everything goes.
			if (answer.revoked && isOwn(scope)) continue;
			const moved = await ports.store.dropScope(scope, now, answer.revoked);
			ports.log('sync.drop', { scope: scope.split(':')[0] ?? '', operations: moved });
		}
		if (answer.revoked) {
			await ports.store.requeueDropped();
			return true;
		}
		// What was named has its answers by now.
		opening = { ...opening, unresolved: [] };
		const isStraight = answer.more && answer.drop.length === 0 && rounds < MOST_ROUNDS;
		ahead = isStraight ? ask(ports, opening, beyond(cursors, answer.pages), size) : null;
		// Its failure is thrown where it is awaited next.
		ahead?.catch(() => undefined);
		const again = await applyPages(ports, answer);
		size.hasMoved ||= !again && answer.pages.some(({ rows }) => rows.length > 0);
		if (again) {
			restarts++;
			await ahead?.catch(() => undefined);
			ahead = null;
		}
		const isOver = !answer.more && (!again || restarts > 3);
		if (isOver) size.grows = true;
		if (isOver || rounds >= MOST_ROUNDS) return false;
	}
}
