import { randomUUID } from 'node:crypto';
import type { Trx } from '#lib/server/database/schema.ts';

/**
 * What the audit log keeps: acts on accounts and phones, imports, files of unsent work, registers that left the house, rosters,
 * keys of codes and stores. Each has its words in the catalogue (`audit_<action>`, `-` as `_`).
 */
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
	'password-changed',
	'import-begin',
	'import-end',
	'unsent-brought',
	'register-export',
	'roster-imported',
	'roster-removed',
	'roster-lent',
	'roster-taken-back',
	'cards-printed',
	'code-key-changed',
	'code-key-withdrawn',
	'store-opened',
	'store-renamed',
	'store-closed'
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/**
 * Adds an entry to the audit log, in the transaction of the act itself.
 * @param actor account id of who did it, or `import`
 * @param subject account id it was done to, `import`, `store:<code>`, or a register as `handout:<region>:<campaign>`
 * @param detail codes, counts and a register's purpose; never a secret
 * @param id of an act that may come twice: it stands in the log once
 */
export async function audit(
	trx: Trx,
	at: Date,
	actor: string,
	action: AuditAction,
	subject: string,
	detail: Readonly<Record<string, string | number | null>> = {},
	id: string = randomUUID()
): Promise<void> {
	await trx
		.insertInto('audit_log')
		.values({
			id,
			at: at.toISOString(),
			actor,
			action,
			subject,
			detail: JSON.stringify(detail)
		})
		.onConflict((conflict) => conflict.column('id').doNothing())
		.execute();
}
