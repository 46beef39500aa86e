/** Phones in bulk: accounts, rights, devices and sessions written as enrolment leaves them, without its passwords. */
import { randomBytes } from 'node:crypto';
import { uuidV7 } from '#lib/domain/ids.ts';
import { hashSecret, newToken } from '#lib/server/accounts/secret.ts';
import { phoneCookie, sessionMillis } from '#lib/server/accounts/session.ts';
import { inChunks } from '#lib/server/database/in-chunks.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { LoadPerson } from './load-plan.ts';

const ROWS = 500;

/** `count` volunteers, one phone each, spread over the regions; their accounts begin with `prefix`. */
export async function addPeople(
	database: ServerDatabase,
	prefix: string,
	count: number,
	regions: readonly string[]
): Promise<readonly LoadPerson[]> {
	const now = new Date();
	const [created_at, expires_at] = [now, new Date(now.getTime() + sessionMillis('phone'))].map((at) =>
		at.toISOString()
	) as [string, string];
	const people = Array.from({ length: count }, (_, at) => ({
		account: `${prefix}${at}`,
		device: uuidV7(now.getTime(), randomBytes(10)),
		token: newToken(),
		region: regions[at % regions.length] ?? ''
	}));
	await database.transaction(async (trx) => {
		const { grants_rev } = await trx.selectFrom('meta').select('grants_rev').executeTakeFirstOrThrow();
		for (const some of inChunks(people, ROWS)) {
			await trx
				.insertInto('account')
				.values(
					some.map(({ account }) => ({
						...{ id: account, login: account, zh: account, en: account, team: null, phone: null },
						...{ status: 'active' as const, password_hash: null, failed_count: 0, locked_until: null },
						...{ created_at, closed_at: null }
					}))
				)
				.execute();
			await trx
				.insertInto('grant_right')
				.values(
					some.map(({ account, region }) => ({
						...{ id: `g-${account}`, account_id: account, role: 'VOL', region, team: null },
						...{ valid_from: '1970-01-01T00:00:00.000Z', valid_to: null, rev: grants_rev, ended_rev: null }
					}))
				)
				.execute();
			await trx
				.insertInto('device')
				.values(
					some.map(({ account, device }) => ({
						...{ id: device, account_id: account, label: 'bench', created_at, last_seen_at: created_at },
						...{ revoked_at: null, skew_ms: null, unsent_count: 0, unsent_oldest: null, persistent: null },
						...{ free_bytes: null, app_version: '', last_n: -1 }
					}))
				)
				.execute();
			await trx
				.insertInto('grants_issued')
				.values(some.map(({ device }) => ({ device_id: device, rev: grants_rev, issued_at: created_at })))
				.execute();
			await trx
				.insertInto('account_session')
				.values(
					some.map(({ account, device, token }) => ({
						...{ token_hash: hashSecret(token), account_id: account, device_id: device },
						...{ created_at, expires_at, revoked_at: null, kind: 'phone' }
					}))
				)
				.execute();
		}
	});
	return people.map(({ account, device, region, token }) => ({
		...{ account, device, region },
		cookie: `${phoneCookie(account)}=${token}`
	}));
}
