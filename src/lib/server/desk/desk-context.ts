import type { Reference } from '#lib/domain/reference.ts';
import type { Locale } from '#lib/records/kind.ts';
import type { Sql } from '#lib/server/database/schema.ts';
import type { DeskRights } from './desk-rights.ts';

/** What every reading query of the desk is given: who asks, what they may, where to read, in which language. */
export interface DeskContext {
	readonly sql: Sql;
	readonly account: string;
	readonly rights: DeskRights;
	readonly reference: Reference;
	readonly locale: Locale;
	/** The server's calendar day in Asia/Shanghai. */
	readonly today: string;
}
