/** What the people pages read. Only accounts the reader may manage are shown. */
import { pinyin } from 'pinyin-pro';
import { ROLES, type Grant, type Role } from '#lib/domain/roles.ts';
import { mayManage, rolesGivenBy, standingGrants } from '#lib/server/access/permission.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { DeskIdentity } from './contract.ts';
import { grantsOf } from './grants.ts';

/** What a desk's derived device says it runs (desk-device.ts): it is no phone anybody holds. */
const DESK_VERSION = 'desk';

export interface NamedCode {
	readonly code: string;
	readonly zh: string;
	readonly en: string;
}

export interface PersonRow {
	readonly id: string;
	readonly login: string;
	readonly zh: string;
	readonly en: string;
	readonly team: string | null;
	readonly closedAt: string | null;
	readonly grants: readonly Grant[];
	readonly phones: number;
	readonly unsent: number;
	readonly lastSeen: string | null;
}

/** Names of regions, teams or campaigns, in order of their code. */
export async function namedCodes(
	database: ServerDatabase,
	kind: 'region' | 'team' | 'campaign'
): Promise<NamedCode[]> {
	const rows = await database.reader
		.selectFrom('reference_row')
		.select(['code', 'body'])
		.where('kind', '=', kind)
		.where('gone', '=', 0)
		.orderBy('code')
		.execute();
	return rows.map((row) => {
		const body = JSON.parse(row.body) as Partial<NamedCode>;
		return { code: row.code, zh: body.zh ?? row.code, en: body.en || body.zh || row.code };
	});
}

/** Regions in which the reader may give rights, with the roles that may be given there. */
export function offeredRights(
	by: DeskIdentity,
	regions: readonly NamedCode[]
): { regions: NamedCode[]; roles: Role[] } {
	const offered = regions.filter((region) => rolesGivenBy(by.grants, region.code, ROLES).length > 0);
	const roles = ROLES.filter((role) =>
		offered.some((region) => rolesGivenBy(by.grants, region.code, ROLES).includes(role))
	);
	return { regions: offered, roles };
}

const plain = (text: string): string =>
	text
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[\s·]+/g, '');

function searchTexts(row: Pick<PersonRow, 'zh' | 'en' | 'login'>, team: string): string[] {
	const read = (pattern: 'pinyin' | 'first') =>
		plain(pinyin(row.zh, { toneType: 'none', pattern, mode: 'surname', v: true }));
	return [plain(row.zh), plain(row.en), plain(row.login), read('pinyin'), read('first'), plain(team)];
}

/** People the reader may manage, by name, pinyin, initials, login or team; a page of them, open accounts first. */
export async function listPeople(
	database: ServerDatabase,
	by: DeskIdentity,
	query: string,
	now: Date,
	page: { readonly number: number; readonly size: number } = { number: 1, size: 200 }
): Promise<{ rows: PersonRow[]; total: number }> {
	const accounts = await database.reader
		.selectFrom('account')
		.select(['id', 'login', 'zh', 'en', 'team', 'closed_at'])
		.orderBy('closed_at')
		.orderBy('login')
		.execute();
	const grants = await database.reader.selectFrom('grant_right').selectAll().execute();
	const devices = await database.reader
		.selectFrom('device')
		.select(['account_id', 'unsent_count', 'last_seen_at'])
		.where('revoked_at', 'is', null)
		.where('app_version', '!=', DESK_VERSION)
		.execute();
	const teams = new Map((await namedCodes(database, 'team')).map((team) => [team.code, team.zh]));
	const grantsBy = Map.groupBy(grants, (grant) => grant.account_id);
	const devicesBy = Map.groupBy(devices, (device) => device.account_id);
	const wanted = plain(query);
	const found = accounts.flatMap((account): PersonRow[] => {
		const all: Grant[] = (grantsBy.get(account.id) ?? []).map((grant) => ({
			id: grant.id,
			role: grant.role as Role,
			region: grant.region,
			team: grant.team,
			validFrom: grant.valid_from,
			validTo: grant.valid_to
		}));
		const standing = standingGrants(all, now);
		// A closed account is shown to whoever could have managed its last rights.
		if (!mayManage(by.grants, standing.length > 0 ? standing : all, ROLES)) return [];
		const team = account.team ? (teams.get(account.team) ?? account.team) : '';
		if (wanted && !searchTexts(account, team).some((text) => text.includes(wanted))) return [];
		const phones = devicesBy.get(account.id) ?? [];
		const { closed_at, ...row } = account;
		return [
			{
				...row,
				closedAt: closed_at,
				team: team || null,
				grants: standing,
				phones: phones.length,
				unsent: phones.reduce((sum, phone) => sum + phone.unsent_count, 0),
				lastSeen:
					phones.map((phone) => phone.last_seen_at ?? '').reduce((a, b) => (a > b ? a : b), '') || null
			}
		];
	});
	found.sort((a, b) => Number(a.closedAt !== null) - Number(b.closedAt !== null));
	const start = (page.number - 1) * page.size;
	return { rows: found.slice(start, start + page.size), total: found.length };
}

/** One account with everything its page shows, or null when there is none the reader may manage. */
export async function readPerson(database: ServerDatabase, by: DeskIdentity, id: string, now: Date) {
	const account = await database.reader
		.selectFrom('account')
		.select(['id', 'login', 'zh', 'en', 'team', 'phone', 'closed_at as closedAt', 'password_hash'])
		.where('id', '=', id)
		.executeTakeFirst();
	if (!account) return null;
	const grants = await grantsOf(database.reader, id);
	const standing = standingGrants(grants, now);
	if (!mayManage(by.grants, standing.length > 0 ? standing : grants, ROLES)) return null;
	const phones = await database.reader
		.selectFrom('device')
		.select([
			'id',
			'label',
			'created_at as createdAt',
			'revoked_at as revokedAt',
			'last_seen_at as lastSeen',
			'skew_ms as skewMillis',
			'unsent_count as unsent',
			'unsent_oldest as unsentOldest',
			'persistent',
			'free_bytes as freeBytes',
			'app_version as appVersion'
		])
		.where('account_id', '=', id)
		.where('app_version', '!=', DESK_VERSION)
		.orderBy('created_at', 'desc')
		.execute();
	const { password_hash, ...rest } = account;
	return { account: { ...rest, hasPassword: password_hash !== null }, grants, phones };
}
