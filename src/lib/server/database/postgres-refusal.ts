import { sql, type Kysely } from 'kysely';
import type { Tables } from './schema.ts';

/** Why a PostgreSQL cannot be used, as far as its operator can mend it. */
export type PostgresRefusal =
	'unreachable' | 'password' | 'no_database' | 'not_permitted' | 'too_old' | 'not_utf8' | 'read_only';

const OLDEST = 15;

/** By PostgreSQL's SQLSTATE or the system's code of a failed connection. */
const BY_CODE: Readonly<Record<string, PostgresRefusal>> = {
	'28000': 'password',
	'28P01': 'password',
	'3D000': 'no_database',
	'42501': 'not_permitted',
	'25006': 'read_only',
	'57P03': 'unreachable',
	ECONNREFUSED: 'unreachable',
	ECONNRESET: 'unreachable',
	EHOSTUNREACH: 'unreachable',
	ENETUNREACH: 'unreachable',
	ENOTFOUND: 'unreachable',
	EAI_AGAIN: 'unreachable',
	ETIMEDOUT: 'unreachable'
};

/** Which refusal an error of the database is; null for any other error. */
export function refusalOf(error: unknown): PostgresRefusal | null {
	if (!(error instanceof Error)) return null;
	const code: unknown = (error as Error & { code?: unknown }).code;
	if (typeof code === 'string' && code in BY_CODE) return BY_CODE[code] ?? null;
	// The driver gives these two without a code: a wrong kind of password, a server that does not answer in time.
	if (/client password|SASL|SCRAM/.test(error.message)) return 'password';
	return /timeout|terminated/i.test(error.message) ? 'unreachable' : null;
}

/** Asks a PostgreSQL what it is. @returns null when it can be used */
export async function unfitness(db: Kysely<Tables>): Promise<PostgresRefusal | null> {
	const { rows } = await sql<{ version: number; encoding: string; standby: number }>`
		select current_setting('server_version_num')::integer as version,
			current_setting('server_encoding') as encoding, pg_is_in_recovery()::integer as standby
	`.execute(db);
	const [server] = rows;
	if (!server || server.version < OLDEST * 10_000) return 'too_old';
	if (server.encoding !== 'UTF8') return 'not_utf8';
	return server.standby ? 'read_only' : null;
}
