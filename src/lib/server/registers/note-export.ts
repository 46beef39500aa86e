import { audit } from '#lib/server/accounts/audit.ts';
import { uuidV5 } from '#lib/server/import/uuid-v5.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';

/** Namespace of the ids of prints in the audit log. */
const PRINTS = '5d0f6a52-6f0c-4c39-9d5b-1f0f3b6f7a11';

/**
 * Writes into the audit log that a register left the house: who, which, how, why. A browser that is told to load a posted
 * page again posts it again: `form` of a page carries the id of the page it was printed from, and the same person, register,
 * purpose and page are one decision. Whatever differs in one of them is another, so no id hides a print.
 */
export async function noteExport(
	database: ServerDatabase,
	entry: {
		readonly actor: string;
		/** What left: `<register>:<region>:<season or year>`, `stock:<region>:<month>`, `recall:<batch>`. */
		readonly subject: string;
		readonly form: 'page' | 'xlsx';
		readonly why: string;
		readonly records: number;
		readonly at: string;
		readonly page?: string;
	}
): Promise<void> {
	const { actor, subject, form, why, records, at, page } = entry;
	const id = page && uuidV5(PRINTS, JSON.stringify([actor, subject, form, why, page]));
	await database.transaction((trx) =>
		audit(trx, new Date(at), actor, 'register-export', subject, { form, why, records }, ...(id ? [id] : []))
	);
}
