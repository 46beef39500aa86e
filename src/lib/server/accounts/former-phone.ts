import type { FormerPhone } from '#lib/protocol/auth.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { hashSecret } from './secret.ts';

/**
 * What the server last heard of the phone that this browser was. A browser that signs in as a device nobody knows, but
 * still holds a standing session of another, has lost its databases: cleared by hand, or by the system for want of space.
 */
export async function formerPhone(
	database: ServerDatabase,
	held: { readonly account: string; readonly token: string | undefined },
	deviceId: string
): Promise<FormerPhone | undefined> {
	if (!held.token) return undefined;
	const row = await database.reader
		.selectFrom('account_session as session')
		.innerJoin('device', 'device.id', 'session.device_id')
		.select(['device.unsent_count', 'device.unsent_oldest', 'device.last_seen_at'])
		.where('session.token_hash', '=', hashSecret(held.token))
		.where('session.kind', '=', 'phone')
		.where('session.account_id', '=', held.account)
		.where('session.revoked_at', 'is', null)
		.where('device.revoked_at', 'is', null)
		.where('device.id', '!=', deviceId)
		.executeTakeFirst();
	return row && { unsent: row.unsent_count, oldest: row.unsent_oldest, seenAt: row.last_seen_at };
}
