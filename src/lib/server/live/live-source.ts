import type { LivePoke } from '#lib/protocol/live.ts';
import { sql } from 'kysely';
import { inChunks } from '#lib/server/database/in-chunks.ts';
import { listed } from '#lib/server/database/listed.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { LEASES_SCOPE } from '#lib/server/rosters/leases-moved.ts';
import { REFERENCE_SCOPE } from '#lib/server/sync/feed.ts';
import { phoneScopes } from '#lib/server/sync/phone-scopes.ts';
import { goneTeams, loadReference } from '#lib/server/sync/reference-store.ts';
import { loadRights } from '#lib/server/sync/rights.ts';

/**
 * What streams are fed from. It is asked once a second and never told: servers that share a database, an import or a desk
 * in another process need not know of each other.
 */
export interface LiveSource {
	/**
	 * Number of the present state of all that scopes follow from: rights, leases of rosters and reference data (a right in a
	 * team stands while the team does). It rises when one of them changes.
	 */
	grantsRev(): Promise<number>;
	/** Scopes that each account may read now. */
	scopes(accounts: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
	/** Where scopes stand; one that nothing was ever written to is missing. */
	heads(scopes: readonly string[]): Promise<LivePoke>;
	/** Those of the sessions (hashes of their tokens) that stand, of phones that are not revoked. */
	standing(sessions: readonly string[]): Promise<ReadonlySet<string>>;
}

/** Few statements whatever the number of streams: each looks up rows by their key. */
export function databaseSource(database: ServerDatabase, clock: () => Date): LiveSource {
	const { reader } = database;
	return {
		async grantsRev() {
			const { grants_rev } = await reader.selectFrom('meta').select('grants_rev').executeTakeFirstOrThrow();
			const heads = await reader
				.selectFrom('scope_head')
				.select('head')
				.where('scope', 'in', [sql.lit(LEASES_SCOPE), sql.lit(REFERENCE_SCOPE)])
				.execute();
			return heads.reduce((sum, { head }) => sum + Number(head), grants_rev);
		},
		async scopes(accounts) {
			const now = clock().toISOString();
			return database.snapshot(async (trx) => {
				const reference = await loadReference(trx);
				const dissolved = await goneTeams(trx);
				const found = new Map<string, readonly string[]>();
				for (const chunk of inChunks(accounts, 500)) {
					for (const [account, rights] of await loadRights(trx, chunk, null)) {
						// A phone of before knows no stock: a poke about it costs it an empty pull.
						const knows = { stock: true, leases: true };
						found.set(account, await phoneScopes(trx, rights, now, knows, reference, dissolved));
					}
				}
				return found;
			});
		},
		async heads(scopes) {
			const heads: LivePoke = [];
			for (const chunk of inChunks(scopes, 500)) {
				const rows = reader.selectFrom('scope_head').select(['scope', 'gen', 'head']);
				heads.push(...(await rows.where('scope', 'in', listed(reader, chunk)).execute()));
			}
			return heads;
		},
		async standing(sessions) {
			const standing = new Set<string>();
			for (const chunk of inChunks(sessions, 500)) {
				const rows = await reader
					.selectFrom('account_session as session')
					.innerJoin('device', 'device.id', 'session.device_id')
					.innerJoin('account', 'account.id', 'session.account_id')
					.select('session.token_hash')
					.where('session.token_hash', 'in', listed(reader, chunk))
					.where('session.revoked_at', 'is', null)
					.where('session.expires_at', '>', clock().toISOString())
					.where('device.revoked_at', 'is', null)
					.where('account.closed_at', 'is', null)
					.execute();
				for (const row of rows) standing.add(row.token_hash);
			}
			return standing;
		}
	};
}
