import { codeName, nameOf } from '#lib/records/names.ts';
import { kindOf } from '#lib/records/index.ts';
import type { Locale } from '#lib/records/kind.ts';
import type { RecordTable, Trx } from '#lib/server/database/schema.ts';
import { loadReference } from '#lib/server/sync/reference-store.ts';
import { shanghaiDay } from '#lib/domain/shanghai-time.ts';
import { readSessionToken } from './session-token.ts';

/** What somebody in the audience may know of a session: what hangs on the wall of the hall. Nobody's name is in it. */
export interface SelfSession {
	readonly id: string;
	readonly topic: string;
	readonly host: string;
	readonly date: string;
	/** recipient_category in the reader's language. */
	readonly categories: readonly { readonly code: string; readonly name: string }[];
}

export type FoundSession =
	| { readonly is: 'open'; readonly session: SelfSession; readonly row: RecordTable }
	/** No such code, another day, or a session that was voided. */
	| { readonly is: 'gone' }
	/** Minors are in the audience: nobody's name is taken. */
	| { readonly is: 'minors' };

/** The session that a token opens now, in one snapshot. */
export async function findSelfSession(
	trx: Trx,
	token: string,
	now: Date,
	locale: Locale
): Promise<FoundSession> {
	const said = await readSessionToken(trx, token);
	if (!said || said.day !== shanghaiDay(now)) return { is: 'gone' };
	const row = await trx.selectFrom('record').selectAll().where('id', '=', said.session).executeTakeFirst();
	const kind = row && kindOf(row.kind);
	const isOver = row?.state === 'voided' || row?.state === 'archived';
	if (!row || !kind?.countedRows || row.kind !== 'session' || isOver) return { is: 'gone' };
	const reference = await loadReference(trx);
	const body: unknown = JSON.parse(row.body);
	if (kind.countedRows.admits(body, reference).length > 0) return { is: 'minors' };
	const list = reference.get('codeList', 'recipient_category')?.items ?? [];
	const session = {
		id: row.id,
		topic: kind.summary(body, reference, locale).title,
		host: nameOf(reference, 'organisation', row.organisation, locale),
		date: row.date,
		categories: list.map(({ code }) => ({
			code,
			name: codeName(reference, 'recipient_category', code, locale)
		}))
	};
	return { is: 'open', session, row };
}
