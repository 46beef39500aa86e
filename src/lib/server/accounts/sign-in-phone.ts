import { isUuid } from '#lib/domain/ids.ts';
import type { AuthFailure, SignedIn } from '#lib/protocol/auth.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import { publicSealingKey } from '#lib/server/sealing/sealing-keys.ts';
import { audit } from './audit.ts';
import { checkPassword } from './check-password.ts';
import { grantsOf } from './grants.ts';
import { hashSecret, readCode } from './secret.ts';
import { openSession } from './session.ts';

/** `token` goes into the cookie and nowhere else. */
export type PhoneSignIn =
	| { readonly ok: true; readonly token: string; readonly signedIn: SignedIn }
	| { readonly ok: false; readonly error: AuthFailure; readonly retryAfterSeconds?: number };

interface PhoneNamed {
	readonly deviceId: string;
	readonly deviceLabel: string;
}

/** Registers the phone for the account (or knows it again) and opens its session. */
async function admit(trx: Trx, now: Date, accountId: string, phone: PhoneNamed): Promise<PhoneSignIn> {
	const known = await trx
		.selectFrom('device')
		.select(['account_id', 'revoked_at'])
		.where('id', '=', phone.deviceId)
		.executeTakeFirst();
	if (known && known.account_id !== accountId) return { ok: false, error: 'malformed' };
	if (known?.revoked_at) return { ok: false, error: 'device-revoked' };
	if (known) {
		await trx
			.updateTable('device')
			.set({ label: phone.deviceLabel, last_seen_at: now.toISOString() })
			.where('id', '=', phone.deviceId)
			.execute();
		await trx
			.updateTable('account_session')
			.set({ revoked_at: now.toISOString() })
			.where('device_id', '=', phone.deviceId)
			.where('revoked_at', 'is', null)
			.execute();
	} else {
		await trx
			.insertInto('device')
			.values({
				id: phone.deviceId,
				account_id: accountId,
				label: phone.deviceLabel,
				created_at: now.toISOString(),
				revoked_at: null,
				last_seen_at: now.toISOString(),
				skew_ms: null,
				unsent_count: 0,
				unsent_oldest: null,
				persistent: null,
				free_bytes: null,
				app_version: '',
				last_n: -1
			})
			.execute();
	}
	const account = await trx
		.selectFrom('account')
		.select(['id', 'login', 'zh', 'en', 'team'])
		.where('id', '=', accountId)
		.executeTakeFirstOrThrow();
	const meta = await trx
		.selectFrom('meta')
		.select(['server_id', 'epoch', 'grants_rev'])
		.executeTakeFirstOrThrow();
	// The phone writes its first records under these rights, before its first pull.
	await trx
		.insertInto('grants_issued')
		.values({ device_id: phone.deviceId, rev: meta.grants_rev, issued_at: now.toISOString() })
		.onConflict((conflict) => conflict.columns(['device_id', 'rev']).doNothing())
		.execute();
	const sealing = await publicSealingKey(trx);
	const session = await openSession(trx, now, 'phone', accountId, phone.deviceId);
	return {
		ok: true,
		token: session.token,
		signedIn: {
			account,
			grants: await grantsOf(trx, accountId),
			grantsRev: meta.grants_rev,
			serverId: meta.server_id,
			epoch: meta.epoch,
			expiresAt: session.expiresAt,
			...(sealing ? { sealing } : {})
		}
	};
}

/** Signs a phone in by login and password. Signing in again on the same phone replaces its session. */
export async function signInPhone(
	database: ServerDatabase,
	request: PhoneNamed & { readonly login: string; readonly password: string },
	now: Date
): Promise<PhoneSignIn> {
	if (!isUuid(request.deviceId)) return { ok: false, error: 'malformed' };
	const answer = await checkPassword(database, request.login, request.password, now);
	if (!answer.ok) return answer;
	return database.transaction((trx) => admit(trx, now, answer.account, request));
}

/** Signs a phone in by a one-time code; the code is used up only when the phone was admitted. */
export async function enrolPhone(
	database: ServerDatabase,
	request: PhoneNamed & { readonly code: string },
	now: Date
): Promise<PhoneSignIn> {
	if (!isUuid(request.deviceId)) return { ok: false, error: 'malformed' };
	const code = readCode(request.code);
	if (!code) return { ok: false, error: 'wrong' };
	return database.transaction(async (trx) => {
		const row = await trx
			.selectFrom('enrolment_code as code')
			.innerJoin('account', 'account.id', 'code.account_id')
			.select(['code.account_id', 'code.expires_at', 'code.used_at', 'code.used_device', 'account.closed_at'])
			.where('code.code_hash', '=', hashSecret(code))
			.executeTakeFirst();
		if (!row) return { ok: false, error: 'wrong' };
		// The same phone may ask again when the answer was lost on the way.
		if (row.used_at !== null && row.used_device !== request.deviceId)
			return { ok: false, error: 'code-used' };
		if (row.expires_at <= now.toISOString()) return { ok: false, error: 'code-expired' };
		if (row.closed_at !== null) return { ok: false, error: 'closed' };
		const admitted = await admit(trx, now, row.account_id, request);
		if (!admitted.ok) return admitted;
		await trx
			.updateTable('enrolment_code')
			.set({ used_at: now.toISOString(), used_device: request.deviceId })
			.where('code_hash', '=', hashSecret(code))
			.execute();
		if (row.used_at === null)
			await audit(trx, now, row.account_id, 'phone-enrolled', row.account_id, {
				device: request.deviceId
			});
		return admitted;
	});
}
