import type { Reference } from '#lib/domain/reference.ts';
import { MAX_SCOPES } from '#lib/protocol/pull.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import { leaseScopes } from '#lib/server/rosters/lease-scopes.ts';
import { stockScopes } from '#lib/server/stock/stock-scopes.ts';
import type { Rights } from './rights.ts';
import { accountScopes } from './row-scopes.ts';

/** What depends on the phone's version: an older one would not know what to do with these rows. */
export interface PhoneKnows {
	readonly stock: boolean;
	readonly leases: boolean;
}

/**
 * Scopes that a phone of this account may read now, in order of need. It holds no more than it may name: with a cursor
 * beyond that it could never ask again.
 * @param dissolved teams that were there and are no longer
 */
export async function phoneScopes(
	trx: Trx,
	rights: Rights,
	now: string,
	knows: PhoneKnows,
	reference: Reference,
	dissolved: ReadonlySet<string>
): Promise<string[]> {
	const own = await accountScopes(trx, rights, now, reference, dissolved);
	const stock = knows.stock ? stockScopes(rights, now, reference, dissolved) : [];
	const lent = knows.leases ? await leaseScopes(trx, rights, now) : [];
	return [...own, ...stock, ...lent].slice(0, MAX_SCOPES);
}
