import { createHash } from 'node:crypto';
import type { Uuid } from '#lib/domain/ids.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';

/** The id of an account's desk device: derived (UUID version 8), so that two servers make the same one. */
export function deskDeviceId(account: string): Uuid {
	const bytes = createHash('sha256').update(`liangfeng desk device\n${account}`).digest().subarray(0, 16);
	bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
	bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
	const hex = bytes.toString('hex');
	return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/**
 * The device under which a person's decisions at the desk are pushed, made on first use. Decisions stand under the
 * rights of this moment, so the device is told the current grants revision first.
 * @returns its id, the next operation counter and the grants revision
 */
export async function deskDevice(
	database: ServerDatabase,
	account: string,
	label: string,
	now: string
): Promise<{ readonly id: Uuid; readonly nextN: number; readonly grantsRev: number }> {
	const id = deskDeviceId(account);
	return database.transaction(async (trx) => {
		await trx
			.insertInto('device')
			.values({
				id,
				account_id: account,
				label,
				created_at: now,
				revoked_at: null,
				last_seen_at: now,
				skew_ms: null,
				unsent_count: 0,
				unsent_oldest: null,
				persistent: null,
				free_bytes: null,
				app_version: 'desk',
				last_n: 0
			})
			.onConflict((conflict) => conflict.column('id').doNothing())
			.execute();
		const { last_n } = await trx
			.selectFrom('device')
			.select('last_n')
			.where('id', '=', id)
			.executeTakeFirstOrThrow();
		const { grants_rev } = await trx.selectFrom('meta').select('grants_rev').executeTakeFirstOrThrow();
		await trx
			.insertInto('grants_issued')
			.values({ device_id: id, rev: grants_rev, issued_at: now })
			.onConflict((conflict) => conflict.columns(['device_id', 'rev']).doNothing())
			.execute();
		return { id, nextN: Number(last_n) + 1, grantsRev: grants_rev };
	});
}
