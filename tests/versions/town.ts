/** The server of a stored phone: a small deployment with the sample's people, which can be brought to where it stood. */
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { migrate } from '#lib/server/database/migrate.ts';
import { kindOf } from '#lib/records/index.ts';
import type { RecordKind } from '#lib/records/kind.ts';
import { ensureSealingKey } from '#lib/server/sealing/sealing-keys.ts';
import { push } from '#lib/server/sync/push.ts';
import { raiseEpoch } from '#lib/server/sync/feed.ts';
import { writeReference } from '#lib/server/sync/reference-store.ts';
import type { Act, EndedRight, StoredPhone } from './stored-phone.ts';

export const REGION = '361024';
export const OTHER_REGION = '361025';
/** Schema of the bodies that no version of today can read. */
export const FAR_SCHEMA = 99;

/** As in the sample. [account, roles, team] */
export const LEAD = 'U0097';
export const VOLUNTEER = 'U0043';
export const LECTURER = 'U0143';
export const MATE = 'U0044';
export const COORDINATOR = 'U0041';
/** Here of both: records for the team, and keeps the store. */
export const KEEPER = 'U0045';
export const KEEPER_TEAM = 'TM22';
export const STORE = 'CK-361024';
const PEOPLE = [
	[LEAD, ['LEAD'], 'TM07', '邓示明'],
	[LECTURER, ['LECT'], 'TM07', '冯示川'],
	[VOLUNTEER, ['VOL'], 'TM22', '程示柏'],
	[MATE, ['VOL'], 'TM22', '梁示禾'],
	[KEEPER, ['VOL', 'KEEP'], KEEPER_TEAM, '高示安'],
	[COORDINATOR, ['REV'], null, '张示川']
] as const;

const name = (zh: string) => ({ zh, en: zh, pinyin: zh, initials: zh });

/** As an app of the far future would define a kind: nothing is asked of its bodies. */
function farKind(kind: string): RecordKind | undefined {
	const today = kindOf(kind);
	if (!today) return undefined;
	const schema = { safeParse: (data: unknown) => ({ success: true, data }) } as RecordKind['schema'];
	return { ...today, schema, version: FAR_SCHEMA, upcast: {}, rules: () => [], required: () => [] };
}

/** An empty database becomes the town. */
export async function openTown(database: ServerDatabase, now: Date): Promise<void> {
	await migrate(database);
	await ensureSealingKey(database, now);
	await database.transaction(async (trx) => {
		for (const [id, roles, team, zh] of PEOPLE) {
			await trx
				.insertInto('account')
				.values({
					...{ id, login: id.toLowerCase(), zh, en: id, team, status: 'active', password_hash: null },
					...{ failed_count: 0, locked_until: null, phone: null, closed_at: null },
					created_at: '2026-01-01T00:00:00.000Z'
				})
				.execute();
			for (const role of roles) {
				const grant = role === 'KEEP' ? { id: `g-${id}-keep`, team: null } : { id: `g-${id}`, team };
				await trx
					.insertInto('grant_right')
					.values({
						...{ ...grant, account_id: id, role, region: REGION, valid_to: null },
						...{ valid_from: '1970-01-01T00:00:00.000Z', rev: 1, ended_rev: null }
					})
					.execute();
			}
		}
		await writeReference(trx, [
			{ kind: 'region', code: '361000', body: { code: '361000', level: 'city', oldCodes: [] } },
			...[REGION, OTHER_REGION].map((code) => ({
				kind: 'region' as const,
				code,
				body: { ...name(code), code, level: 'county', oldCodes: [], parent: '361000' }
			})),
			...['TM07', 'TM22'].map((code) => ({
				kind: 'team' as const,
				code,
				body: { ...name(code), code, kind: 'lecture', region: REGION, focusTopics: [] }
			})),
			{ kind: 'store', code: STORE, body: { ...name(STORE), code: STORE, region: REGION } }
		]);
	});
}

export async function addDevice(
	database: ServerDatabase,
	id: string,
	account: string,
	at: string
): Promise<void> {
	await database.transaction(async (trx) => {
		await trx
			.insertInto('device')
			.values({
				...{ id, account_id: account, label: id, created_at: at, revoked_at: null, last_seen_at: null },
				...{ skew_ms: null, unsent_count: 0, unsent_oldest: null, persistent: null, free_bytes: null },
				...{ app_version: '', last_n: -1 }
			})
			.execute();
		await trx.insertInto('grants_issued').values({ device_id: id, rev: 1, issued_at: at }).execute();
	});
}

/** A right of which `device` had been told, and which ends at `until`. */
export async function giveEnded(database: ServerDatabase, right: EndedRight): Promise<void> {
	const { id, account, role, region, team, until } = right;
	await database.transaction((trx) =>
		trx
			.insertInto('grant_right')
			.values({
				...{ id, account_id: account, role, region, team, valid_to: until, rev: 1, ended_rev: 2 },
				valid_from: '1970-01-01T00:00:00.000Z'
			})
			.execute()
	);
}

/** One push as the server of that time took it; bodies of the far future are taken as they are. */
export async function act(database: ServerDatabase, one: Act): Promise<void> {
	const isFar = one.operations.some((operation) => (operation as { schema?: number }).schema === FAR_SCHEMA);
	const { account, device, at, grantsRev, operations } = one;
	const options = isFar ? { kindOf: farKind } : {};
	await push(
		database,
		{ account, device },
		{ operations, grantsRev, deviceTime: at },
		() => new Date(at),
		options
	);
}

/** Brings a deployment that has these people to where the stored phone's server stood. */
export async function replay(database: ServerDatabase, { server }: StoredPhone): Promise<void> {
	for (const [id, account] of Object.entries(server.devices)) {
		await addDevice(database, id, account, server.acts[0]?.at ?? '2026-07-20T00:00:00.000Z');
	}
	for (const right of server.ended) await giveEnded(database, right);
	for (const one of server.acts) await act(database, one);
	await database.transaction(async (trx) => {
		const { epoch } = await trx.selectFrom('meta').select('epoch').executeTakeFirstOrThrow();
		for (let now = epoch; now < server.epoch; now++) await raiseEpoch(trx);
		await trx.updateTable('meta').set({ server_id: server.serverId }).execute();
	});
}
