import type { Grant, Role } from '#lib/domain/roles.ts';
import { ROLES } from '#lib/domain/roles.ts';
import { compiledOnce } from '#lib/server/database/compiled-once.ts';
import { plannedOnce } from '#lib/server/database/planned-once.ts';
import type { Sql, Trx } from '#lib/server/database/schema.ts';

const isRole = (value: string): value is Role => (ROLES as readonly string[]).includes(value);

const findGrants = compiledOnce((db, account: string) =>
	db
		.selectFrom('grant_right')
		.select(['id', 'role', 'region', 'team', 'valid_from', 'valid_to'])
		.where('account_id', '=', plannedOnce(account))
		.orderBy('valid_from')
		.orderBy('id')
);

/** All rights ever given to an account, ended ones included, in order of their beginning. */
export async function grantsOf(db: Sql | Trx, account: string): Promise<Grant[]> {
	const rows = await findGrants(db, account);
	return rows.flatMap((row) =>
		isRole(row.role)
			? [
					{
						id: row.id,
						role: row.role,
						region: row.region,
						team: row.team,
						validFrom: row.valid_from,
						validTo: row.valid_to
					}
				]
			: []
	);
}

/** Raises and gives the grants revision; call once in every transaction that changes a right. */
export async function raiseGrantsRevision(trx: Trx): Promise<number> {
	const row = await trx
		.updateTable('meta')
		.set((eb) => ({ grants_rev: eb('grants_rev', '+', 1) }))
		.returning('grants_rev')
		.executeTakeFirstOrThrow();
	return row.grants_rev;
}
