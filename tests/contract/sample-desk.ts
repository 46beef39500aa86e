import { grantsOf } from '#lib/server/accounts/grants.ts';
import type { OpenDesk } from '#lib/server/desk/open-desk.ts';
import { openDesk } from '#lib/server/desk/open-desk.ts';
import type { ImportBench } from './import-harness.ts';

/** The sample's coordinator and keeper of one county, the city's administrator and auditor. */
export const COUNTY = '361002';

/** The desk of somebody with this role, in the county where the role has one. */
export async function sampleDesk(
	{ database }: ImportBench,
	role: 'REV' | 'CADM' | 'AUD' | 'KEEP',
	region = role === 'REV' || role === 'KEEP' ? COUNTY : '361000',
	now = new Date('2025-10-01T02:00:00.000Z')
): Promise<OpenDesk> {
	const { id } = await database.reader
		.selectFrom('grant_right')
		.select('account_id as id')
		.where('role', '=', role)
		.where('region', '=', region)
		.orderBy('account_id')
		.executeTakeFirstOrThrow();
	const grants = await database.snapshot((trx) => grantsOf(trx, id));
	const account = { id, login: id, zh: '罗示达', en: '', team: null, closedAt: null };
	let n = 0;
	// Time goes on: ids and receipts of one desk differ.
	const clock = () => new Date(now.getTime() + n++);
	const open = await openDesk(database, { account, grants }, 'zh-CN', clock);
	if (!open) throw new Error(`${id} has no desk`);
	return open;
}
