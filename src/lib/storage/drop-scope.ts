/**
 * A scope this person may no longer read: first its pending work goes to attention, then its rows and all that lists keep of
 * them go. One transaction; after it the lists are made quick again.
 * A revoked phone still sends what it holds: there (`sends`) the work stays in the outbox, and with it what it was written on.
 */
import { forgetBriefs, tidyBriefs } from './briefs/tidy-briefs.ts';
import { leaveScopeOfMany } from './apply-page.ts';
import { attentionOf } from './apply-verdicts.ts';
import type { Databases } from './databases.ts';
import type { ReadBody } from './record-row.ts';
import type { WaitingRow } from './schema.ts';
import { sweepStock } from './stock/apply-stock.ts';

async function copyWithoutOthersWords({ rescue }: Databases, rows: readonly WaitingRow[]): Promise<void> {
	if (!rescue?.isArmed) return;
	await rescue.drop(rows.map(({ opId }) => opId));
	await rescue.keep(rows.map((row) => ({ ...row, before: null })));
}

/** @returns how many operations went to attention */
export async function dropScope(
	databases: Databases,
	scope: string,
	now: string,
	read: ReadBody,
	sends = false
): Promise<number> {
	const dropped = await databases.pulls.run((database) =>
		database.transaction(
			'rw',
			[
				...['reference', 'cursors', 'outbox', 'attention', 'drafts', 'meta', 'stock', 'leased'],
				...[...database.records.tables, ...database.journal.tables]
			],
			async () => {
				const rows = await database.records.filter((row) => row.memberships[scope] !== undefined);
				const moved: WaitingRow[] = [];
				for (const row of rows) {
					// A record that another scope still shows keeps its work in the outbox.
					if (!sends && Object.keys(row.memberships).length === 1) {
						for (const waiting of await database.outbox.where('recordId').equals(row.id).toArray()) {
							await database.attention.put(attentionOf(waiting, waiting.verdict, 'scope-dropped', now));
							await database.outbox.delete(waiting.opId);
							moved.push(waiting);
						}
					}
				}
				await leaveScopeOfMany(databases, database, rows, scope, read);
				if (scope === 'ref') await database.reference.clear();
				await sweepStock(database, scope, null);
				await database.leased.where('scope').equals(scope).delete();
				await database.cursors.delete(scope);
				await forgetBriefs(database);
				return moved;
			}
		)
	);
	await copyWithoutOthersWords(databases, dropped).catch(() => undefined);
	await tidyBriefs(databases);
	return dropped.length;
}
