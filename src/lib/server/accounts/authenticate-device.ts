import { sql } from 'kysely';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { compiledOnce } from '#lib/server/database/compiled-once.ts';
import { plannedOnce } from '#lib/server/database/planned-once.ts';
import { ACCOUNT_HEADER } from '#lib/protocol/push.ts';
import type { DeviceAnswer, RequestLike } from './contract.ts';
import { hashSecret } from './secret.ts';
import { phoneCookie, sessionCookie, sessionMillis } from './session.ts';

/** A phone session that was renewed less than this long ago is not written again. */
const RENEW_AFTER = 7 * 24 * 3_600_000;

const findSession = compiledOnce((db, token: string, account: string) =>
	db
		.selectFrom('account_session as session')
		.innerJoin('account', 'account.id', 'session.account_id')
		.innerJoin('device', 'device.id', 'session.device_id')
		.select([
			'session.expires_at',
			'account.id',
			'account.login',
			'account.zh',
			'account.en',
			'account.team',
			'account.closed_at',
			'device.id as device',
			'device.revoked_at as revoked'
		])
		.where('session.token_hash', '=', plannedOnce(token))
		.where('session.kind', '=', sql.lit('phone'))
		.where('session.account_id', '=', plannedOnce(account))
		.where('session.revoked_at', 'is', null)
);

/**
 * Who is behind a phone's request: header `x-liangfeng-account` names the account, its cookie holds the session. The
 * caller still compares `identity.device.id` with the device named in the body (403 when they differ). A session in use
 * is prolonged, at most once a week.
 */
export async function authenticateDevice(
	database: ServerDatabase,
	event: RequestLike,
	now: Date = new Date(),
	secure = false
): Promise<DeviceAnswer> {
	const named = event.request.headers.get(ACCOUNT_HEADER) ?? '';
	const token = named ? event.cookies.get(phoneCookie(named)) : undefined;
	if (!token) return { ok: false, refusal: 'no-session', status: 401 };
	const [row] = await findSession(database.reader, hashSecret(token), named);
	if (!row) return { ok: false, refusal: 'no-session', status: 401 };
	const left = Date.parse(row.expires_at) - now.getTime();
	if (left <= 0) return { ok: false, refusal: 'expired', status: 401 };
	if (left < sessionMillis('phone') - RENEW_AFTER && !row.revoked && !row.closed_at) {
		const expires = new Date(now.getTime() + sessionMillis('phone')).toISOString();
		await database.transaction((trx) =>
			trx
				.updateTable('account_session')
				.set({ expires_at: expires })
				.where('token_hash', '=', hashSecret(token))
				.execute()
		);
		event.cookies.set?.(phoneCookie(named), token, sessionCookie('phone', secure));
	}
	return {
		ok: true,
		identity: {
			account: {
				id: row.id,
				login: row.login,
				zh: row.zh,
				en: row.en,
				team: row.team,
				closedAt: row.closed_at
			},
			device: {
				id: row.device,
				account: row.id,
				revoked: row.revoked !== null || row.closed_at !== null
			}
		}
	};
}
