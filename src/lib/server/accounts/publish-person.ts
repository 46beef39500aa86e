import { standingGrants } from '#lib/server/access/permission.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import { writeReference } from '#lib/server/sync/reference-store.ts';
import { grantsOf } from './grants.ts';

/**
 * Writes what phones may know of an account - name, region of its oldest right that stands, team - to the reference data.
 * A closed account leaves it: nobody picks it any more, and records carry the names of those who worked on them. Call it
 * as the last thing in every transaction that makes, changes or closes an account or its rights: it takes the lock of a scope.
 */
export async function publishPerson(trx: Trx, id: string, now: Date): Promise<void> {
	const account = await trx
		.selectFrom('account')
		.select(['zh', 'en', 'team', 'closed_at'])
		.where('id', '=', id)
		.executeTakeFirst();
	if (!account) return;
	const [first] = standingGrants(await grantsOf(trx, id), now);
	const { zh, en, team } = account;
	// Without a right the region that was known stays: it says where to look for the person, and permits nothing.
	const region = first?.region ?? (await knownRegion(trx, id)) ?? '';
	const body = account.closed_at === null ? { code: id, zh, en, region, team } : null;
	await writeReference(trx, [{ kind: 'person', code: id, body }]);
}

async function knownRegion(trx: Trx, id: string): Promise<string | null> {
	const row = await trx
		.selectFrom('reference_row')
		.select('body')
		.where('kind', '=', 'person')
		.where('code', '=', id)
		.executeTakeFirst();
	return row ? (JSON.parse(row.body) as { region: string }).region : null;
}
