/**
 * Two forms of one record may be open at once, in two tabs or in one that was left and came back. The server takes the body
 * of a phone's latest earlier operation for what the next one was written on (`server/sync/seen-body.ts`), so the form
 * saved last carries its own changes over what was saved while it was open: a field that both changed is as typed last,
 * nothing else is put back.
 */
import { isSame, layOver } from '#lib/domain/lay-over.ts';
import { carriesBody, type OwnWork, type ReadBody } from './record-row.ts';

/** What a form was opened with. */
export interface Seen {
	/** Null: nothing, or nobody knows any more. */
	readonly body: unknown;
	/** Revision of the server; 0 before it knows the record. */
	readonly baseRev: number;
	/** The server's at that time; its revisions' numbers are of that epoch. */
	readonly epoch?: number | undefined;
}

/**
 * @param form what the form holds, and in which schema
 * @returns the body to be saved, and that over which the person's changes stand in it
 */
export function overOwnWork(
	seen: Seen,
	form: { readonly body: unknown; readonly schema: number },
	work: Pick<OwnWork, 'waiting' | 'accepted'>,
	read: ReadBody
): { readonly body: unknown; readonly before: unknown } {
	const asTyped = { body: form.body, before: seen.body };
	const later = work.accepted.filter(({ rev }) => rev !== null && rev > seen.baseRev);
	const last = [...later, ...work.waiting]
		.filter(carriesBody)
		.sort((a, b) => a.n - b.n)
		.at(-1);
	if (!last || seen.body === null) return asTyped;
	// What an older app saved is taken as this one would show it.
	const asShown = (body: unknown) =>
		last.schema === form.schema || body === null ? body : read(last.kind, last.schema, body)?.body;
	const saved = asShown(last.body);
	if (saved === undefined) return asTyped;
	// Where the form began from a newer revision than the save before it, others' work in that revision stays.
	const standing = last.baseRev < seen.baseRev ? layOver(asShown(last.before), saved, seen.body) : saved;
	if (isSame(standing, seen.body)) return asTyped;
	return { body: layOver(seen.body, form.body, standing), before: standing };
}
