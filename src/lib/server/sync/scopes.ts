/** Which scopes show a record, and which scopes an account may read. */
import { isOpen, type ReviewState } from '#lib/domain/review.ts';
import type { Reference } from '#lib/domain/reference.ts';
import type { RecordKind } from '#lib/records/kind.ts';
import type { RecordTable } from '#lib/server/database/schema.ts';
import { REFERENCE_SCOPE } from './feed.ts';
import { coversRegion, stands, type Rights } from './rights.ts';

/** True while a coordinator or the author still has to act on it. */
export function isOpenWork(kind: RecordKind, row: RecordTable, body: unknown): boolean {
	if (row.conflicts > 0) return true;
	if (kind.reviewed) return row.state !== null && isOpen(row.state as ReviewState);
	// Persons' rows are counted with their record, nobody has to act on one.
	if (kind.parentKind === null || kind.merging) return false;
	// A row that hangs on a record (a request) is open until its own figures say it is closed.
	return !kind.measures(body).some((one) => one.name === 'closed' && one.value > 0);
}

/** `user:` of the recorder always; `area:` and `team:` while it is open work. A person's row: all who noted it, and its record's. */
export function scopesOf(kind: RecordKind, row: RecordTable, body: unknown): string[] {
	const scopes = [`user:${row.recorder}`];
	for (const author of kind.merging?.authorsOf(body) ?? []) {
		if (author !== row.recorder) scopes.push(`user:${author}`);
	}
	if (kind.merging && row.parent) scopes.push(`${kind.parentKind}:${row.parent}`);
	if (!isOpenWork(kind, row, body)) return scopes;
	scopes.push(`area:${row.region}`);
	if (row.team) scopes.push(`team:${row.team}`);
	return scopes;
}

/**
 * Scopes an account may read now, in order of need: reference data, own records, its team, its areas.
 * @param dissolved teams that were there and are no longer: nobody leads them
 */
export function readableScopes(
	rights: Rights,
	now: string,
	reference: Reference,
	dissolved: ReadonlySet<string>
): string[] {
	const scopes = [REFERENCE_SCOPE, `user:${rights.account}`];
	const standing = rights.grants.filter((grant) => stands(grant, now));
	for (const grant of standing) {
		const team = grant.team ?? rights.team;
		if (grant.role === 'LEAD' && team && !dissolved.has(team)) scopes.push(`team:${team}`);
	}
	for (const grant of standing) {
		if (grant.role !== 'REV' && grant.role !== 'CADM') continue;
		scopes.push(`area:${grant.region}`);
		for (const { code } of reference.all('region')) {
			if (coversRegion(grant.region, code, reference)) scopes.push(`area:${code}`);
		}
	}
	return [...new Set(scopes)];
}
