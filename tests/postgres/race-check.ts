import type { Verdict } from '#lib/domain/operation.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { Replica } from '#tests/contract/replica.ts';

/** What a writer was told of an operation: once, or twice where it went by two roads. */
export interface Told {
	readonly opId: string;
	readonly recordId: string;
	readonly verdicts: readonly Verdict[];
}
/** An operation that was taken in. */
export interface Acknowledged {
	readonly recordId: string;
	readonly verdict: Verdict;
}

export interface Copy {
	readonly name: string;
	/** Scope in which it sees every record of the race. */
	readonly scope: string;
	readonly replica: Replica;
}

/** It made a revision. */
const took = ({ outcome }: Verdict) => outcome === 'applied' || outcome === 'merged';
const isAccepted = (verdict: Verdict) => took(verdict) || verdict.outcome === 'duplicate';

/** Of all that was told: nothing in a race gives a reason to refuse or park, and either road says the same. */
export function acknowledgedIn(told: Iterable<Told>): { accepted: Acknowledged[]; refused: string[] } {
	const accepted: Acknowledged[] = [];
	const refused: string[] = [];
	for (const { opId, recordId, verdicts } of told) {
		const [verdict] = verdicts;
		if (!verdict) refused.push(`operation ${opId} got no answer`);
		else if (!verdicts.every(isAccepted))
			refused.push(`operation ${opId}: ${verdicts.map((one) => one.refusal ?? one.outcome).join(', ')}`);
		else if (verdicts.some(({ outcome, rev }) => outcome !== verdict.outcome || rev !== verdict.rev))
			refused.push(`operation ${opId} was answered in two ways`);
		else accepted.push({ recordId, verdict });
	}
	return { accepted, refused };
}

/** Acknowledged operations whose effect is not in every copy. */
export function missingIn(copies: readonly Copy[], told: Iterable<Acknowledged>): string[] {
	const missing: string[] = [];
	for (const { recordId, verdict } of told) {
		for (const { name, scope, replica } of copies) {
			const rev = replica.scopes.get(scope)?.rows.get(`visit\n${recordId}`) ?? 0;
			if (rev < (verdict.rev ?? 1)) missing.push(`${name}: ${verdict.opId} rev ${rev} < ${verdict.rev}`);
		}
	}
	return missing;
}

/** What contradicts "exactly once": operations without their one revision, numbers given twice, copies that differ. */
export async function wrongIn(
	{ reader }: ServerDatabase,
	copies: readonly Copy[],
	told: readonly Acknowledged[]
): Promise<string[]> {
	const wrong: string[] = [];
	const revisions = await reader
		.selectFrom('record_revision')
		.select(['op_id', 'record_id', 'rev'])
		.execute();
	const byOperation = new Map<string, number>();
	for (const { op_id } of revisions) byOperation.set(op_id, (byOperation.get(op_id) ?? 0) + 1);
	const effective = told.filter(({ verdict }) => took(verdict));
	for (const { verdict } of effective) {
		const times = byOperation.get(verdict.opId) ?? 0;
		if (times !== 1) wrong.push(`operation ${verdict.opId} took effect ${times} times`);
	}
	if (revisions.length !== effective.length) {
		wrong.push(`${revisions.length} revisions of ${effective.length} operations`);
	}
	const records = await reader.selectFrom('record').select(['id', 'no', 'rev']).execute();
	const newest = new Map<string, number>();
	for (const { record_id, rev } of revisions)
		newest.set(record_id, Math.max(newest.get(record_id) ?? 0, rev));
	for (const { id, rev } of records) {
		if (newest.get(id) !== rev) wrong.push(`record ${id} stands at ${rev}, its history at ${newest.get(id)}`);
	}
	const numbers = new Set(records.map((row) => row.no));
	if (numbers.size !== records.length) wrong.push(`${records.length - numbers.size} numbers given twice`);
	const heads = await reader.selectFrom('scope_head').selectAll().execute();
	for (const { name, scope, replica } of copies) {
		const head = heads.find((one) => one.scope === scope);
		const count = replica.scopes.get(scope)?.rows.size;
		if (head?.count !== count || head?.hash !== replica.hash(scope)) {
			wrong.push(`${name} has ${count} rows of ${head?.count}, or other ones`);
		}
	}
	return wrong;
}
