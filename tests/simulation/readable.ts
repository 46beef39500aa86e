/** Who may see which record, written down once more and apart from the product: by the server's rows as they stand. */
import { CITY } from './population.ts';
import type { SimServer } from './server.ts';
import { partnersIn } from './stock/stock-oracle.ts';
import { maySeeSignIn, signInScopes } from './sign-ins.ts';

export interface RecordFacts {
	readonly id: string;
	readonly kind: string;
	readonly rev: number;
	readonly state: string | null;
	readonly region: string;
	readonly team: string | null;
	readonly recorder: string;
	readonly conflicts: number;
	/** Record it hangs on. */
	readonly parent: string | null;
	/** JSON text. */
	readonly body: string;
}
export interface GrantFacts {
	readonly account_id: string;
	readonly role: string;
	readonly region: string;
	readonly team: string | null;
	readonly valid_from: string;
	readonly valid_to: string | null;
}

export function standingGrants(server: SimServer, account: string): GrantFacts[] {
	const now = server.clock().toISOString();
	const teams = new Set(
		server
			.all<{ code: string }>("select code from reference_row where kind = 'team' and gone = 1")
			.map(({ code }) => code)
	);
	const grants = server.all<GrantFacts>(
		'select * from grant_right where account_id = ? and valid_from <= ? and (valid_to is null or valid_to > ?)',
		account,
		now,
		now
	);
	return grants.map((one) => (one.team !== null && teams.has(one.team) ? { ...one, team: null } : one));
}

/** Somebody still has to act on it. All requests of a simulation stay open. */
export function isOpenRecord(record: Pick<RecordFacts, 'kind' | 'state' | 'conflicts'>): boolean {
	if (record.kind === 'request' || record.conflicts > 0) return true;
	return record.state === 'pending' || record.state === 'returned';
}

const covers = (granted: string, region: string) => granted === region || granted === CITY;

/** Scopes that show a record. */
export function scopesShowing(record: RecordFacts): string[] {
	if (record.kind === 'sign-in') return signInScopes(record);
	const scopes = [`user:${record.recorder}`];
	if (!isOpenRecord(record)) return scopes;
	scopes.push(`area:${record.region}`);
	if (record.team) scopes.push(`team:${record.team}`);
	return scopes;
}

function tookPart(account: string, { id }: RecordFacts, server: SimServer): boolean {
	const movements = server.all<RecordFacts>("select * from record where kind = 'movement'");
	return partnersIn(movements).get(id)?.has(account) ?? false;
}

/** What stands in a grant, apart from a team that is dissolved: nobody leads it. */
export function maySee(
	account: string,
	grants: readonly GrantFacts[],
	record: RecordFacts,
	server: SimServer
): boolean {
	if (record.kind === 'sign-in') return maySeeSignIn(account, grants, record, server);
	if (record.recorder === account) return true;
	if (record.kind === 'movement') return tookPart(account, record, server);
	if (!isOpenRecord(record)) return false;
	return grants.some(
		(one) =>
			(one.role === 'LEAD' && one.team !== null && one.team === record.team) ||
			((one.role === 'REV' || one.role === 'CADM') && covers(one.region, record.region))
	);
}

const RECORDING = new Set(['VOL', 'LEAD', 'LECT', 'REV', 'CADM']);

/** Whether the account ever had a right to record there. */
export function mayEverRecord(grants: readonly GrantFacts[], account: string, region: string): boolean {
	return grants.some(
		(one) => one.account_id === account && RECORDING.has(one.role) && covers(one.region, region)
	);
}
