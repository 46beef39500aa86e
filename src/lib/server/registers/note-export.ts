import { audit } from '#lib/server/accounts/audit.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';

/** Writes into the audit log that a register left the house: who, which, how, why. */
export async function noteExport(
	database: ServerDatabase,
	entry: {
		readonly actor: string;
		readonly region: string;
		readonly campaign: string;
		readonly form: 'page' | 'xlsx';
		readonly why: string;
		readonly records: number;
		readonly at: string;
	}
): Promise<void> {
	const { actor, region, campaign, form, why, records, at } = entry;
	const subject = `handout:${region}:${campaign}`;
	await database.transaction((trx) =>
		audit(trx, new Date(at), actor, 'register-export', subject, { form, why, records })
	);
}
