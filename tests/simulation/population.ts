/** Who there is in a simulated world, and the database in which they are known: made once in a thread. */
import { uuidV7 } from '#lib/domain/ids.ts';
import type { Role } from '#lib/domain/roles.ts';
import { hashSecret } from '#lib/server/accounts/secret.ts';
import { migrate } from '#lib/server/database/migrate.ts';
import { writeReference } from '#lib/server/sync/reference-store.ts';
import { Random } from './random.ts';
import { ServerDisk, type Image } from './server-disk.ts';

export const START = Date.parse('2025-07-09T02:00:00.000Z');
export const REGIONS = ['361024', '361025'] as const;
export const CITY = '361000';

export interface GrantSeed {
	readonly id: string;
	readonly account: string;
	readonly role: Role;
	readonly region: string;
	readonly team: string | null;
}

const grant = (
	account: string,
	role: Role,
	region: string,
	team: string | null,
	id = account
): GrantSeed => ({
	id: `g-${id}`,
	account,
	role,
	region,
	team
});

/** `vol` records in two counties, so that a record can move from one to the other. */
export const GRANTS: readonly GrantSeed[] = [
	grant('vol', 'VOL', REGIONS[0], 'T1'),
	grant('vol', 'VOL', REGIONS[1], 'T1', 'vol-2'),
	grant('mate', 'VOL', REGIONS[0], 'T1'),
	grant('lead', 'LEAD', REGIONS[0], 'T1'),
	grant('rev', 'REV', REGIONS[0], null),
	grant('rev2', 'REV', REGIONS[1], null),
	grant('far', 'VOL', REGIONS[1], 'T2'),
	grant('city', 'CADM', CITY, null)
];
export const TEAM_OF: Readonly<Record<string, string | null>> = {
	vol: 'T1',
	mate: 'T1',
	lead: 'T1',
	rev: null,
	rev2: null,
	far: 'T2',
	city: null
};
/** The team of `vol`, `mate` and `lead`. */
export const TEAM = {
	kind: 'team' as const,
	code: 'T1',
	body: { code: 'T1', zh: 'T1', en: 'T1', region: REGIONS[0], active: true }
};
/** A store of the first county. */
export const STORE = {
	kind: 'store' as const,
	code: 'S1',
	body: { code: 'S1', zh: 'S1', en: 'S1', pinyin: '', initials: '', region: REGIONS[0] }
};
export const ACCOUNTS = Object.keys(TEAM_OF);

/** Enrolments of one account's phones; a phone whose storage was lost takes the next. */
const DEVICES = 12;
const deviceRandom = new Random(1);
export const DEVICE_IDS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
	ACCOUNTS.map((account) => [
		account,
		Array.from({ length: DEVICES }, () => uuidV7(START - 86_400_000, deviceRandom.bytes(10)))
	])
);
export const tokenOf = (device: string): string => `token-${device}`;

async function build({ database }: ServerDisk): Promise<void> {
	const random = new Random(2);
	const at = new Date(START).toISOString();
	await migrate(database, {
		clock: () => new Date(START),
		newId: () => uuidV7(START, random.bytes(10))
	});
	await database.transaction(async (trx) => {
		const account = { status: 'active', password_hash: null, failed_count: 0, locked_until: null } as const;
		await trx
			.insertInto('account')
			.values(
				ACCOUNTS.map((id) => ({
					...account,
					...{ id, login: id, zh: id, en: id, team: TEAM_OF[id] ?? null },
					...{ phone: null, created_at: at, closed_at: null }
				}))
			)
			.execute();
		await trx
			.insertInto('grant_right')
			.values(
				GRANTS.map(({ id, account: account_id, role, region, team }) => ({
					...{ id, account_id, role, region, team },
					...{ valid_from: '1970-01-01T00:00:00.000Z', valid_to: null, rev: 1, ended_rev: null }
				}))
			)
			.execute();
		for (const [account_id, devices] of Object.entries(DEVICE_IDS)) {
			for (const id of devices) {
				await trx
					.insertInto('device')
					.values({
						...{ id, account_id, label: account_id, created_at: at, revoked_at: null, last_seen_at: null },
						...{ skew_ms: null, unsent_count: 0, unsent_oldest: null, persistent: null, free_bytes: null },
						...{ app_version: '', last_n: 0 }
					})
					.execute();
				await trx
					.insertInto('account_session')
					.values({
						...{ token_hash: hashSecret(tokenOf(id)), account_id, device_id: id, created_at: at },
						...{ expires_at: '2099-01-01T00:00:00.000Z', revoked_at: null, kind: 'phone' }
					})
					.execute();
			}
		}
		await writeReference(trx, [
			{ kind: 'region', code: CITY, body: { code: CITY, level: 'city', oldCodes: [] } },
			...REGIONS.map((code) => ({
				kind: 'region' as const,
				code,
				body: { code, zh: code, en: code, level: 'county', oldCodes: [], parent: CITY }
			})),
			TEAM,
			STORE
		]);
	});
}

/** The database of this thread and its rows before the first step. */
export interface Population {
	readonly disk: ServerDisk;
	readonly image: Image;
}

let population: Promise<Population> | null = null;

/** Call it while no timeline is active. */
export function populate(): Promise<Population> {
	population ??= (async () => {
		const disk = new ServerDisk();
		await build(disk);
		return { disk, image: disk.read() };
	})();
	return population;
}
