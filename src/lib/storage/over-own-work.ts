/**
 * Two forms of one record may be open at once, in two tabs or in one that was left and came back. The server takes the body
 * of a phone's latest earlier operation for what the next one was written on (`server/sync/apply-amend.ts`), so the form
 * saved last carries its own changes over what was saved while it was open: a field that both changed is as typed last,
 * nothing else is put back.
 */
import { isSame, layOver } from './lay-over.ts';
import { carriesBody, type OwnWork } from './record-row.ts';

/** What a form was opened with. */
export interface Seen {
	/** Null: nothing, or nobody knows any more. */
	readonly body: unknown;
	/** Revision of the server; 0 before it knows the record. */
	readonly baseRev: number;
}

/**
 * @param body what the form holds
 * @returns the body to be saved, and that over which the person's changes stand in it
 */
export function overOwnWork(
	seen: Seen,
	body: unknown,
	work: Pick<OwnWork, 'waiting' | 'accepted'>
): { readonly body: unknown; readonly before: unknown } {
	const later = work.accepted.filter(({ rev }) => rev !== null && rev > seen.baseRev);
	const last = [...later, ...work.waiting]
		.filter(carriesBody)
		.sort((a, b) => a.n - b.n)
		.at(-1);
	if (!last || seen.body === null) return { body, before: seen.body };
	// Where the form began from a newer revision than the save before it, others' work in that revision stays.
	const standing = last.baseRev < seen.baseRev ? layOver(last.before, last.body, seen.body) : last.body;
	if (isSame(standing, seen.body)) return { body, before: seen.body };
	return { body: layOver(seen.body, body, standing), before: standing };
}
