/** What a person does about refused work: drop it (its text stays as a draft) or correct it. */
import type { Databases } from './databases.ts';
import { draftKey } from './drafts.ts';
import { dropCopies } from './given-up.ts';
import { getMeta } from './meta.ts';
import { noteOvertaken } from './overtaken.ts';
import { rebuildRow } from './own-work.ts';
import type { ReadBody } from './record-row.ts';
import type { AttentionRow, DraftRow } from './rows.ts';
import type { PersonDatabase } from './schema.ts';

/**
 * Keeps the refused text as a draft unless a newer draft of the record is there already. It changes what its person saw when it
 * was written, in the server's epoch of then: what others wrote since is not in it and not to be put back.
 */
async function keepAsDraft(
	database: PersonDatabase,
	row: AttentionRow,
	now: string
): Promise<DraftRow | null> {
	const { operation } = row;
	if (operation.verb !== 'create' && operation.verb !== 'amend') return null;
	const key = draftKey(row.kind, row.recordId);
	const kept = await database.drafts.get(key);
	if (kept) return kept;
	const record = await database.records.get(row.recordId);
	const server = await getMeta(database, 'server');
	const draft: DraftRow & { before: unknown } = {
		key,
		kind: row.kind,
		recordId: row.recordId,
		body: operation.body,
		typed: {},
		// Of a record that is not here any more it opens as a new one.
		baseRev: record?.base ? Math.max(1, operation.baseRev) : 0,
		epoch: operation.n <= (server?.beforeRestore ?? -1) ? 0 : server?.epoch,
		startedAt: operation.at,
		changedAt: now,
		issues: (row.verdict?.issues ?? []).map((issue) => ({ ...issue, severity: 'block' as const })),
		before: row.before ?? null
	};
	await database.drafts.put(draft);
	return draft;
}

/** Opens refused work as a draft; the attention row goes when the corrected record is saved. */
export async function correctAttention(
	databases: Databases,
	opId: string,
	now: string
): Promise<{ kind: string; recordId: string; field: string } | null> {
	return databases.saves.run((database) =>
		database.transaction('rw', ['attention', 'drafts', 'meta', ...database.records.reads], async () => {
			const row = await database.attention.get(opId);
			if (!row) return null;
			await keepAsDraft(database, row, now);
			return { kind: row.kind, recordId: row.recordId, field: row.verdict?.issues?.[0]?.field ?? '' };
		})
	);
}

/**
 * Takes refused work off the list; what was written stays as the record's draft. What was noted of one person does not: no form
 * could open it, and the server keeps what it refused.
 */
export async function dismissAttention(
	databases: Databases,
	opId: string,
	now: string,
	read: ReadBody
): Promise<void> {
	await databases.saves.run((database) =>
		database.transaction(
			'rw',
			['attention', 'drafts', 'meta', 'outbox', ...database.records.tables, ...database.journal.tables],
			async () => {
				const row = await database.attention.get(opId);
				if (!row) return;
				const { schema, body } = row.operation;
				if (read(row.kind, schema, body)?.listed !== false) await keepAsDraft(database, row, now);
				await database.attention.delete(opId);
				// A copy of what the person gave up must not come back.
				await noteOvertaken(database, [opId]);
				const record = await database.records.get(row.recordId);
				await rebuildRow(
					database,
					row.recordId,
					record?.base ?? null,
					record?.memberships ?? {},
					read,
					databases.person
				);
			}
		)
	);
	await dropCopies(databases, [opId]);
}
