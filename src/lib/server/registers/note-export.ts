import { randomUUID } from 'node:crypto';
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
	await database.transaction((trx) =>
		trx
			.insertInto('audit_log')
			.values({
				id: randomUUID(),
				at,
				actor,
				action: 'register-export',
				subject: `handout:${region}:${campaign}`,
				detail: JSON.stringify({ form, why, records })
			})
			.execute()
	);
}
