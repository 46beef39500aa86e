/** The code that a session's recorder shows to the audience. */
import type { SessionCode } from '#lib/protocol/session-code.ts';
import { qrPath } from '#lib/server/accounts/qr-path.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { shanghaiDay } from '#lib/domain/shanghai-time.ts';
import { writeSessionToken } from './session-token.ts';

/**
 * @param account who asks; only the session's recorder is answered
 * @returns null when there is no such session for this account, or it is not today's
 */
export async function sessionCode(
	database: ServerDatabase,
	account: string,
	session: string,
	origin: string,
	now: Date
): Promise<SessionCode | null> {
	const row = await database.reader
		.selectFrom('record')
		.select(['date', 'recorder', 'kind', 'state'])
		.where('id', '=', session)
		.executeTakeFirst();
	const day = shanghaiDay(now);
	const isOpen = row?.state === 'pending' || row?.state === 'returned' || row?.state === 'approved';
	if (row?.kind !== 'session' || row.recorder !== account || row.date !== day || !isOpen) return null;
	const url = `${origin}/s/${await writeSessionToken(database.reader, { session, day })}`;
	return { url, qr: qrPath(url) };
}
