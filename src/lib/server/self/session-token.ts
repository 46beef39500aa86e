/**
 * The address that a session's code leads to, `/s/<token>`: which session, for which day, and the deployment's own mark under
 * both. Nothing is stored for it; another day or a changed letter and it opens nothing.
 *
 * 30 bytes as base64url: the session's UUID (16), days since 1970 (2), HMAC-SHA-256 over both (12 bytes of it).
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { daysBetween, addDays } from '#lib/domain/calendar.ts';
import { isUuid, type IsoDate, type Uuid } from '#lib/domain/ids.ts';
import type { Sql, Trx } from '#lib/server/database/schema.ts';

const MARK_BYTES = 12;
const EPOCH = '1970-01-01';

export interface SessionToken {
	readonly session: Uuid;
	readonly day: IsoDate;
}

/** Follows from the deployment's present private key: whoever has no access to the database cannot make a mark. */
async function markKey(db: Sql | Trx): Promise<Buffer> {
	const { private_key } = await db
		.selectFrom('sealing_key')
		.select('private_key')
		.orderBy('n', 'desc')
		.limit(1)
		.executeTakeFirstOrThrow();
	return createHash('sha256').update(`liangfeng session code\n${private_key}`).digest();
}

const markOf = (key: Buffer, said: Buffer) =>
	createHmac('sha256', key).update(said).digest().subarray(0, MARK_BYTES);

export async function writeSessionToken(db: Sql | Trx, { session, day }: SessionToken): Promise<string> {
	const said = Buffer.alloc(18);
	said.write(session.replaceAll('-', ''), 'hex');
	said.writeUInt16BE(daysBetween(EPOCH, day), 16);
	return Buffer.concat([said, markOf(await markKey(db), said)]).toString('base64url');
}

/** What a genuine token says; null for any other text. */
export async function readSessionToken(db: Sql | Trx, token: string): Promise<SessionToken | null> {
	if (!/^[\w-]{40}$/.test(token)) return null;
	const bytes = Buffer.from(token, 'base64url');
	const said = bytes.subarray(0, 18);
	if (!timingSafeEqual(bytes.subarray(18), markOf(await markKey(db), said))) return null;
	const hex = said.toString('hex', 0, 16);
	const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)];
	const session = parts.join('-');
	return isUuid(session) ? { session, day: addDays(EPOCH, said.readUInt16BE(16)) } : null;
}
