/** What an account may do, decided by the server's own rows and never by what a request says of itself. */
import type { Reference } from '#lib/domain/reference.ts';
import { ROLES, type Grant, type Role } from '#lib/domain/roles.ts';
import { ALL_REGIONS } from '#lib/server/access/permission.ts';
import { compiledOnce } from '#lib/server/database/compiled-once.ts';
import { listed } from '#lib/server/database/listed.ts';
import type { Trx } from '#lib/server/database/schema.ts';

/** For so long work written under a right that has ended is still accepted. */
export const GRACE_MILLIS = 30 * 86_400_000;

export interface GrantRow extends Grant {
	readonly rev: number;
	readonly endedRev: number | null;
}

/** Rights and issued revisions of one sender, loaded once a push. */
export interface Rights {
	readonly account: string;
	readonly team: string | null;
	readonly grants: readonly GrantRow[];
	/** Grants revisions this device was told of, and when. */
	readonly issued: ReadonlyMap<number, string>;
}

/** Rights that count for one operation: those that stand or are within their grace, and those too old. */
export interface Usable {
	readonly now: readonly Grant[];
	readonly tooOld: readonly Grant[];
}

export type Permission = 'yes' | 'not-permitted' | 'wrong-region' | 'right-ended';

const isRole = (role: string): role is Role => (ROLES as readonly string[]).includes(role);

const findPeople = compiledOnce((db, accounts: readonly string[]) =>
	db.selectFrom('account').select(['id', 'team']).where('id', 'in', listed(db, accounts))
);
const findGrants = compiledOnce((db, accounts: readonly string[]) =>
	db.selectFrom('grant_right').selectAll().where('account_id', 'in', listed(db, accounts))
);
const findIssued = compiledOnce((db, device: string) =>
	db.selectFrom('grants_issued').select(['rev', 'issued_at']).where('device_id', '=', device)
);

/** Rights of the accounts that appear in a push. An unknown account has none. */
export async function loadRights(
	trx: Trx,
	accounts: readonly string[],
	device: string | null
): Promise<Map<string, Rights>> {
	const people = await findPeople(trx, accounts);
	const rows = await findGrants(trx, accounts);
	const issued = device ? await findIssued(trx, device) : [];
	return new Map(
		accounts.map((account) => [
			account,
			{
				account,
				team: people.find((one) => one.id === account)?.team ?? null,
				issued: new Map(issued.map((one) => [one.rev, one.issued_at])),
				grants: rows.flatMap((row) =>
					row.account_id === account && isRole(row.role)
						? [
								{
									id: row.id,
									role: row.role,
									region: row.region,
									team: row.team,
									validFrom: row.valid_from,
									validTo: row.valid_to,
									rev: row.rev,
									endedRev: row.ended_rev
								}
							]
						: []
				)
			}
		])
	);
}

/** True while the right stands at the instant. */
export function stands(grant: Pick<Grant, 'validFrom' | 'validTo'>, instant: string): boolean {
	return grant.validFrom <= instant && (grant.validTo === null || grant.validTo > instant);
}

/**
 * Rights an operation may rest on: those that stand now, and those that have ended if this device was told of them while they
 * stood and the operation was written before the end - by the revision the push names or by its corrected time. A revision
 * in which the end was set already, for a day to come, told of the right as well; that something was written under it, it
 * cannot say.
 * @param claimedRev counts only if the server issued it to this device
 */
export function usableRights(
	rights: Rights,
	now: string,
	claimedRev: number,
	writtenAt: string | null
): Usable {
	const usable: Grant[] = [];
	const tooOld: Grant[] = [];
	for (const grant of rights.grants) {
		if (stands(grant, now)) {
			usable.push(grant);
			continue;
		}
		if (grant.validTo === null || grant.validTo > now) continue;
		const { validTo, endedRev } = grant;
		const stoodAt = (rev: number) => grant.rev <= rev && (endedRev === null || rev < endedRev);
		const toldOf = ([rev, at]: [number, string]) => stoodAt(rev) || (grant.rev <= rev && at < validTo);
		if (![...rights.issued].some(toldOf)) continue;
		const claimed = rights.issued.has(claimedRev) && stoodAt(claimedRev);
		if (!claimed && !(writtenAt !== null && writtenAt < validTo)) continue;
		if (Date.parse(now) - Date.parse(validTo) <= GRACE_MILLIS) usable.push(grant);
		else tooOld.push(grant);
	}
	return { now: usable, tooOld };
}

/** Both together: of what came while a right stood, and of what one allows that was given since. */
export function usableAtEither(one: Usable | undefined, other: Usable | undefined): Usable {
	const now = [
		...new Map([...(one?.now ?? []), ...(other?.now ?? [])].map((right) => [right.id, right])).values()
	];
	return {
		now,
		tooOld: (one ?? other)?.tooOld.filter(({ id }) => !now.some((right) => right.id === id)) ?? []
	};
}

/** True when a right in `granted` reaches `region`: the same, or the city, which covers all. */
export function coversRegion(granted: string, region: string, reference: Reference): boolean {
	if (granted === region || granted === ALL_REGIONS) return true;
	return reference.get('region', granted)?.level === 'city';
}

/** May one of `roles` be used in `region` (and, where given, for `team`)? */
export function permit(
	usable: Usable,
	roles: readonly Role[],
	region: string,
	reference: Reference,
	matches: (grant: Grant) => boolean = () => true
): Permission {
	const fits = (grant: Grant) => roles.includes(grant.role) && matches(grant);
	const reaches = (grant: Grant) => coversRegion(grant.region, region, reference);
	const now = usable.now.filter(fits);
	if (now.some(reaches)) return 'yes';
	if (usable.tooOld.some((grant) => fits(grant) && reaches(grant))) return 'right-ended';
	return now.length > 0 ? 'wrong-region' : 'not-permitted';
}

/** Notes that a device was told of a grants revision; without this its work does not outlive the right. */
export async function issueGrants(trx: Trx, device: string, rev: number, at: string): Promise<void> {
	await trx
		.insertInto('grants_issued')
		.values({ device_id: device, rev, issued_at: at })
		.onConflict((conflict) => conflict.columns(['device_id', 'rev']).doNothing())
		.execute();
}
