import type { DeskIdentity } from './contract.ts';
import { AUDIT_ACTIONS, type AuditAction } from './audit.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';

export interface AuditEntry {
	readonly id: string;
	/** Instant, ISO. */
	readonly at: string;
	/** Name of the account; the id itself where there is none (`import`). */
	readonly actor: { readonly zh: string; readonly en: string };
	readonly action: string;
	/** As stored; `subjectName` where it is an account. */
	readonly subject: string;
	readonly subjectName: { readonly zh: string; readonly en: string } | null;
	readonly detail: Readonly<Record<string, string | number | null>>;
}

export interface AuditPage {
	readonly entries: readonly AuditEntry[];
	/** Give as `after` for the following page; null at the end. */
	readonly next: string | null;
}

/** The city's administrators and auditors read the log; a county's coordinator does not read about other counties. */
export const readsAudit = (desk: DeskIdentity): boolean =>
	desk.grants.some((grant) => grant.role === 'CADM' || grant.role === 'AUD');

/** Reads an action out of an address; null for all. */
export const auditActionOf = (text: string | null): AuditAction | null =>
	AUDIT_ACTIONS.find((action) => action === text) ?? null;

const KEY = /^([0-9T:.Z-]{20,30})~([0-9a-f-]{36})$/;

/** Entries of the audit log, the newest first, by key; nothing for those who may not read it. */
export async function listAudit(
	database: ServerDatabase,
	by: DeskIdentity,
	wish: { readonly action: AuditAction | null; readonly after: string | null; readonly limit: number }
): Promise<AuditPage> {
	if (!readsAudit(by)) return { entries: [], next: null };
	const [, at = '', id = ''] = KEY.exec(wish.after ?? '') ?? [];
	const rows = await database.reader
		.selectFrom('audit_log')
		.leftJoin('account as actor', 'actor.id', 'audit_log.actor')
		.leftJoin('account as subject', 'subject.id', 'audit_log.subject')
		.selectAll('audit_log')
		.select(['actor.zh as actor_zh', 'actor.en as actor_en'])
		.select(['subject.zh as subject_zh', 'subject.en as subject_en'])
		.$if(wish.action !== null, (query) => query.where('audit_log.action', '=', wish.action ?? ''))
		.$if(at !== '', (query) =>
			query.where((eb) => eb(eb.refTuple('audit_log.at', 'audit_log.id'), '<', eb.tuple(at, id)))
		)
		.orderBy('audit_log.at', 'desc')
		.orderBy('audit_log.id', 'desc')
		.limit(wish.limit + 1)
		.execute();
	const page = rows.slice(0, wish.limit);
	const last = page.at(-1);
	return {
		entries: page.map((row) => ({
			id: row.id,
			at: row.at,
			actor: { zh: row.actor_zh ?? row.actor, en: row.actor_en ?? row.actor },
			action: row.action,
			subject: row.subject,
			subjectName: row.subject_zh === null ? null : { zh: row.subject_zh, en: row.subject_en ?? '' },
			detail: JSON.parse(row.detail) as AuditEntry['detail']
		})),
		next: rows.length > wish.limit && last ? `${last.at}~${last.id}` : null
	};
}
