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
	const own = [...later, ...work.waiting].filter(carriesBody).sort((a, b) => a.n - b.n);
	if (own.length === 0 || seen.body === null) return asTyped;
	// One that began from the form's revision or a later one says all that stood then. What was changed from an older one is laid
	// over it, so that others' work in that revision stays.
	let standing: unknown = seen.body;
	for (const one of own) {
		// What an older app saved is taken as this one would show it.
		const asShown = (body: unknown) =>
			one.schema === form.schema || body === null ? body : read(one.kind, one.schema, body)?.body;
		const saved = asShown(one.body);
		if (saved === undefined) return asTyped;
		standing = one.baseRev < seen.baseRev ? layOver(asShown(one.before), saved, standing) : saved;
	}
	if (isSame(standing, seen.body)) return asTyped;
	return { body: layOver(seen.body, form.body, standing), before: standing };
}
