/** What the person who changed a record had before them: the newest revision, and their own work laid over it. */
import { layOver } from '#lib/domain/lay-over.ts';
import { isSame, type Body } from '#lib/domain/merge.ts';
import type { Operation } from '#lib/domain/operation.ts';
import { upcastUnversioned } from '#lib/records/upcast.ts';
import { withKnownPrints } from '#lib/server/photos/finer-prints.ts';
import type { Judged, PushWorld } from './apply.ts';
import { takenBody } from './judge-body.ts';
import { isFromBefore } from './not-here.ts';
import { readBody } from './read-operation.ts';
import type { RecordState, Revision } from './record-state.ts';
import { wellFormed } from './well-formed.ts';

/**
 * Newest revision that its person can have seen. After a restore numbers are given again: who wrote before hearing of it has
 * seen none of the revisions that were made since, whatever number theirs had; but the first one is what it was.
 */
export function seenRevision(judged: Judged, before: RecordState, world: PushWorld): number {
	const { operation } = judged;
	const { restoredAt } = world;
	if (restoredAt === null || !isFromBefore(judged, world)) return operation.baseRev;
	const kept = before.revisions.findLast((one) => one.received_at < restoredAt);
	return Math.min(operation.baseRev, kept?.rev ?? 1);
}

export const carriesBody = ({ verb }: Revision): boolean => verb === 'create' || verb === 'amend';

/**
 * The body the person started from, or null when that is the present one. A phone lays its own unsent work over what it
 * knew: its latest earlier operation counts as seen just as it was sent, also where the server merged it, so that a field
 * it had changed before is not taken for changed again. What carries no body (a request for correction, a decision) shows
 * nothing of what its person has seen.
 */
export function baseOf(judged: Judged, before: RecordState, world: PushWorld): Body | null {
	const seen = seenRevision(judged, before, world);
	const own = ownSince(seen, judged.operation.n, judged, before);
	if (!own) return seen < before.row.rev ? bodyAt(seen, judged, before) : null;
	const shown = shownAfter(own, seen, judged, before, world);
	return own.rev === before.row.rev && isSame(shown, before.body) ? null : shown;
}

/** The latest of the same device that it had saved before its operation `n`, and had not yet been told as a revision. */
function ownSince(
	seen: number,
	n: number,
	{ device }: Judged,
	{ revisions }: RecordState
): Revision | undefined {
	return revisions.findLast(
		(one) =>
			one.rev > seen &&
			carriesBody(one) &&
			device !== null &&
			one.device === device &&
			one.n !== null &&
			one.n < n
	);
}

/**
 * What the device showed after `own`, once it knew the revision `seen`. One that it was told after it had saved `own` stands
 * below what was changed with that, as on the phone (`storage/over-own-work.ts`).
 */
function shownAfter(
	own: Revision,
	seen: number,
	judged: Judged,
	before: RecordState,
	world: PushWorld
): Body | null {
	const sent = sentOf(own);
	const saved = (sent && proposalOf(sent, judged, before, world)) ?? bodyAt(own.rev, judged, before);
	if (!sent || sent.baseRev >= seen || isFromBefore(judged, world)) return saved;
	const earlier = ownSince(sent.baseRev, sent.n, judged, before);
	const shown = earlier
		? shownAfter(earlier, sent.baseRev, judged, before, world)
		: bodyAt(sent.baseRev, judged, before);
	const told = bodyAt(seen, judged, before);
	return shown && told ? (layOver(shown, saved, told) as Body) : saved;
}

/** A body of before in the present form; the first one for what was saved before there was any. */
function bodyAt(rev: number, { kind }: Judged, { revisions, row }: RecordState): Body | null {
	const found = revisions.find((one) => one.rev === Math.max(Math.min(rev, row.rev), 1));
	return found ? (upcastUnversioned(kind, JSON.parse(found.body)) as Body) : null;
}

/** An own operation as it was sent; null where the revision says the same. */
function sentOf({ sent }: Revision): Operation | null {
	if (sent === null) return null;
	return (typeof sent === 'string' ? wellFormed(JSON.parse(sent), sent) : sent) as Operation;
}

/** The body that an own operation proposed, in the present form. */
function proposalOf(sent: Operation, judged: Judged, before: RecordState, world: PushWorld): Body | null {
	const read = readBody(sent, judged.kind);
	return read.ok ? proposedBy(judged, read.body, before, world) : null;
}

export function proposedBy(judged: Judged, body: unknown, before: RecordState, world: PushWorld): Body {
	const taken = withKnownPrints(takenBody(judged, body as Body, world), before.body);
	return { ...taken, imported: before.body['imported'] };
}
