/** A deployment with two stores and a keeper: what the contract of the stock is written in. */
import { movementSample } from '#lib/records/movement/sample.ts';
import { raiseGrantsRevision } from '#lib/server/accounts/grants.ts';
import { writeReference } from '#lib/server/sync/reference-store.ts';
import { newId, REGION, type Deployment } from './deployment.ts';

/** Stores of two areas; `rev2` keeps the first and is coordinator no longer. */
export async function openStores({ database }: Deployment): Promise<void> {
	await database.transaction(async (trx) => {
		const store = { zh: '', en: '', pinyin: '', initials: '' };
		await writeReference(trx, [
			{ kind: 'store', code: 'S1', body: { ...store, code: 'S1', region: REGION } },
			{ kind: 'store', code: 'S2', body: { ...store, code: 'S2', region: '361025' } }
		]);
		await trx
			.insertInto('grant_right')
			.values({
				...{ id: 'g-keep', account_id: 'rev2', role: 'KEEP', region: REGION, team: null },
				...{ valid_from: '1970-01-01T00:00:00.000Z', valid_to: null, rev: 1, ended_rev: null }
			})
			.execute();
		await trx.updateTable('grant_right').set({ valid_to: '1971-01-01' }).where('id', '=', 'g-rev2').execute();
		await raiseGrantsRevision(trx);
	});
}

export const line = (qty: number, batch = 'B1', supply = 'W') => {
	return { id: newId(), supply, qty, batch, expiry: '2027-05-01' };
};

/** Body of a movement. */
export const moved = (
	act: string,
	from: string | null,
	to: string | null,
	qty: number,
	more: object = {}
) => ({
	...{ ...movementSample, team: null, region: REGION, act, from, to, lines: [line(qty)] },
	...more
});
