/** What may go wrong when people and phones are changed, and who may change whom. */
import { ROLES, type Grant } from '#lib/domain/roles.ts';
import { mayManage, standingGrants } from '#lib/server/access/permission.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import type { DeskIdentity } from './contract.ts';
import { grantsOf } from './grants.ts';

export const PEOPLE_ERRORS = [
	'not-permitted',
	'no-such',
	'login-form',
	'login-taken',
	'name-missing',
	'phone-form',
	'role',
	'region',
	'day',
	'own',
	'last-admin'
] as const;
export type PeopleError = (typeof PEOPLE_ERRORS)[number];
export type Done<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly error: PeopleError };

export const refused = (error: PeopleError): { ok: false; error: PeopleError } => ({ ok: false, error });

/** The account if the holder may change it, read inside the transaction that changes it. */
export async function managed(
	trx: Trx,
	by: DeskIdentity,
	id: string,
	now: Date
): Promise<Done<{ grants: Grant[] }>> {
	const account = await trx.selectFrom('account').select('closed_at').where('id', '=', id).executeTakeFirst();
	if (!account || account.closed_at !== null) return refused('no-such');
	const grants = await grantsOf(trx, id);
	const standing = standingGrants(grants, now);
	return mayManage(by.grants, standing, ROLES) ? { ok: true, grants } : refused('not-permitted');
}
