/** Ways to a phone or a password for somebody else: codes, links, and the end of a phone. Each stands in the audit log. */
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { audit } from './audit.ts';
import type { DeskIdentity } from './contract.ts';
import { managed, refused, type Done } from './managed-account.ts';
import { hashSecret, newCode, newToken } from './secret.ts';
import { SETUP_LINK_HOURS } from './setup-link.ts';

const CODE_HOURS = 48;

/** Issues an enrolment code (48 h, once); an unused earlier one of the account is void. The code is seen only here. */
export async function issueCode(
	database: ServerDatabase,
	by: DeskIdentity,
	id: string,
	now: Date
): Promise<Done<{ code: string; until: string }>> {
	const code = newCode();
	const until = new Date(now.getTime() + CODE_HOURS * 3_600_000).toISOString();
	return database.transaction(async (trx) => {
		const target = await managed(trx, by, id, now);
		if (!target.ok) return target;
		await trx
			.deleteFrom('enrolment_code')
			.where('account_id', '=', id)
			.where('used_at', 'is', null)
			.execute();
		await trx
			.insertInto('enrolment_code')
			.values({
				code_hash: hashSecret(code),
				account_id: id,
				issued_by: by.account.id,
				created_at: now.toISOString(),
				expires_at: until,
				used_at: null,
				used_device: null
			})
			.execute();
		await audit(trx, now, by.account.id, 'code-issued', id);
		return { ok: true, code, until };
	});
}

/** Issues a one-time link to choose a password; an unused earlier one of the account is void. */
export async function issueSetupLink(
	database: ServerDatabase,
	by: DeskIdentity,
	id: string,
	now: Date
): Promise<Done<{ token: string; until: string }>> {
	const token = newToken();
	const until = new Date(now.getTime() + SETUP_LINK_HOURS * 3_600_000).toISOString();
	return database.transaction(async (trx) => {
		const target = await managed(trx, by, id, now);
		if (!target.ok) return target;
		await trx.deleteFrom('setup_link').where('account_id', '=', id).where('used_at', 'is', null).execute();
		await trx
			.insertInto('setup_link')
			.values({
				token_hash: hashSecret(token),
				account_id: id,
				issued_by: by.account.id,
				created_at: now.toISOString(),
				expires_at: until,
				used_at: null
			})
			.execute();
		await audit(trx, now, by.account.id, 'link-issued', id);
		return { ok: true, token, until };
	});
}

/** Revokes a phone: it may still send what it holds, reads nothing, and wipes after its receipts. */
export async function revokePhone(
	database: ServerDatabase,
	by: DeskIdentity,
	id: string,
	device: string,
	now: Date
): Promise<Done<object>> {
	return database.transaction(async (trx) => {
		const target = await managed(trx, by, id, now);
		if (!target.ok) return target;
		const revoked = await trx
			.updateTable('device')
			.set({ revoked_at: now.toISOString() })
			.where('id', '=', device)
			.where('account_id', '=', id)
			.where('revoked_at', 'is', null)
			.returning('id')
			.executeTakeFirst();
		if (!revoked) return refused('no-such');
		await audit(trx, now, by.account.id, 'phone-revoked', id, { device });
		return { ok: true };
	});
}
