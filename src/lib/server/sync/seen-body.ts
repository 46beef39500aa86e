/** What the person who changed a record had before them: the newest revision, and their own work laid over it. */
import { millisOf } from '#lib/domain/ids.ts';
import { layOver } from '#lib/domain/lay-over.ts';
import { isSame, type Body } from '#lib/domain/merge.ts';
import type { Operation } from '#lib/domain/operation.ts';
import { upcastUnversioned } from '#lib/records/upcast.ts';
import type { Restore } from '#lib/server/database/epochs.ts';
import { withKnownPrints } from '#lib/server/photos/finer-prints.ts';
import type { Judged, PushWorld } from './apply.ts';
import { takenBody } from './judge-body.ts';
import { firstUnheard } from './heard-restores.ts';
import { readBody } from './read-operation.ts';
import type { RecordState, Revision } from './record-state.ts';
import { wellFormed } from './well-formed.ts';

/** Own operations laid over each other for one amendment at most: more come from no honest phone. */
const MOST = 40;

/** What an amendment is judged with, and how much may still be laid over each other for it. */
interface Looking {
	readonly judged: Judged;
	readonly before: RecordState;
	readonly world: PushWorld;
	left: number;
}

/**
 * Newest revision that its person can have seen. After a restore numbers are given again: who wrote before hearing of it has
 * seen none of the revisions that were made since, whatever number theirs had; but the first one is what it was.
 */
function seenRevision(judged: Judged, before: RecordState, world: PushWorld): number {
	const { device, knownEpoch, correctedAt, receivedAt, operation } = judged;
	if (device === null) return operation.baseRev;
	const restores = restoresOfTime(knownEpoch, before, world);
	return keptOf(operation.baseRev, firstUnheard(knownEpoch, [correctedAt, receivedAt], restores), before);
}

/**
 * Whether its person had been told of the last return. What was saved before that is no answer to it: it is merged in, and the
 * record stays returned until the person has seen why.
 */
export function hasSeenReturn(judged: Judged, before: RecordState, world: PushWorld): boolean {
	const returned = before.decisions.findLast(({ verb }) => verb === 'return');
	return !returned || seenRevision(judged, before, world) >= returned.rev;
}

/** Of what an older app wrote before the last restore nobody knows which it had heard of: not those before its record was made. */
function restoresOfTime(known: number | null, before: RecordState, { restores }: PushWorld) {
	const { row, revisions } = before;
	const isLater = ({ at }: Restore) =>
		millisOf(row.id) >= Date.parse(at) && (revisions[0]?.received_at ?? '') >= at;
	return known === 0 ? restores.filter((one) => one === restores.at(-1) || !isLater(one)) : restores;
}

/** A revision's number of before a restore: the newest that is still there of then, where it was a later one. */
function keptOf(rev: number, restoredAt: string | null, { revisions }: RecordState): number {
	if (restoredAt === null) return rev;
	return Math.min(rev, revisions.findLast((one) => one.received_at < restoredAt)?.rev ?? 1);
}

export const carriesBody = ({ verb }: Revision): boolean => verb === 'create' || verb === 'amend';

/**
 * The body the person started from, or null when that is the present one: what the phone showed. What carries no body (a request
 * for correction, a decision) shows nothing of what its person has seen.
 */
export function baseOf(judged: Judged, before: RecordState, world: PushWorld): Body | null {
	const told = seenRevision(judged, before, world);
	if (told >= before.row.rev) return null;
	const looking = { judged, before, world, left: MOST };
	const own = ownSince(told, judged.operation.n, looking);
	const shown = shownAfter(told, own, looking);
	return own.at(-1)?.rev === before.row.rev && isSame(shown, before.body) ? null : shown;
}

/** What the same device had saved before its operation `n` and was not told of with the revision `told`, as it was saved. */
function ownSince(told: number, n: number, { judged: { device }, before }: Looking): Own[] {
	if (device === null) return [];
	return before.revisions
		.filter(
			(one): one is Own => one.rev > told && carriesBody(one) && one.device === device && one.n !== null
		)
		.filter((one) => one.n < n)
		.sort((one, other) => one.n - other.n);
}
type Own = Revision & { readonly n: number };

/**
 * What a device showed that had been told the revision `told` and had saved these operations. It lays its own unsent work over
 * what it knows (`storage/record-row.ts`). One that was written on this revision or a later one says all that was shown then,
 * just as it was sent, also where the server merged it, so that a field it had changed before is not taken for changed again.
 * Of one that was written before, what was changed with it is laid over what the device was told since.
 */
function shownAfter(told: number, own: readonly Own[], looking: Looking): Body | null {
	const whole = own.findLastIndex((one) => writtenOn(one, looking) >= told);
	const later = own.slice(whole + 1);
	looking.left -= later.length;
	if (looking.left < 0) return savedBy(own.at(-1), looking);
	let shown = whole >= 0 ? savedBy(own[whole], looking) : bodyAt(told, looking);
	for (const one of later) {
		const base = writtenOn(one, looking);
		const begun = shownAfter(base, ownSince(base, one.n, looking), looking);
		const saved = savedBy(one, looking);
		shown = begun && shown ? (layOver(begun, saved, shown) as Body) : saved;
	}
	return shown;
}

/** Revision that its device had been told when it wrote it; of one that came before that was kept: any. */
function writtenOn(own: Own, { before, world }: Looking): number {
	const { base_rev, known_epoch, at, received_at } = own;
	if (base_rev === null) return Infinity;
	// A later restore has taken nothing of what it had come with.
	const restores = restoresOfTime(known_epoch, before, world).filter((one) => received_at >= one.at);
	return keptOf(base_rev, firstUnheard(known_epoch, [at], restores), before);
}

/** A body of before in the present form; the first one for what was saved before there was any. */
function bodyAt(rev: number, { judged, before }: Looking): Body | null {
	const found = before.revisions.find((one) => one.rev === Math.max(Math.min(rev, before.row.rev), 1));
	return found ? (upcastUnversioned(judged.kind, JSON.parse(found.body)) as Body) : null;
}

/** The body that an own operation proposed, in the present form. */
function savedBy(own: Own | undefined, looking: Looking): Body | null {
	if (!own) return null;
	const { judged, before, world } = looking;
	if (own.sent === null) return bodyAt(own.rev, looking);
	const sent = typeof own.sent === 'string' ? wellFormed(JSON.parse(own.sent), own.sent) : own.sent;
	const read = readBody(sent as Operation, judged.kind);
	return read.ok ? proposedBy(judged, read.body, before, world) : bodyAt(own.rev, looking);
}

export function proposedBy(judged: Judged, body: unknown, before: RecordState, world: PushWorld): Body {
	const taken = withKnownPrints(takenBody(judged, body as Body, world), before.body);
	return { ...taken, imported: before.body['imported'] };
}
