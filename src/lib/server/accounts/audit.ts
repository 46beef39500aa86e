import { randomUUID } from 'node:crypto';
import type { Trx } from '#lib/server/database/schema.ts';

/** What people did to accounts and phones. Each has its sentence in the catalogue (`audit_<action>`, `-` as `_`). */
export const AUDIT_ACTIONS = [
	'first-administrator',
	'account-created',
	'account-closed',
	'right-given',
	'right-ended',
	'code-issued',
	'link-issued',
	'phone-enrolled',
	'phone-revoked',
	'password-changed'
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/**
 * Adds an entry to the audit log, in the transaction of the act itself.
 * @param actor account id of who did it
 * @param subject account id it was done to
 * @param detail codes only, never a secret or anything personal
 */
export async function audit(
	trx: Trx,
	at: Date,
	actor: string,
	action: AuditAction,
	subject: string,
	detail: Readonly<Record<string, string | number | null>> = {}
): Promise<void> {
	await trx
		.insertInto('audit_log')
		.values({
			id: randomUUID(),
			at: at.toISOString(),
			actor,
			action,
			subject,
			detail: JSON.stringify(detail)
		})
		.execute();
}
