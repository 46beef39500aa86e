/** What must be true of the server's own rows: truths 2, 3, 7, 9 and 11, whoever looks and whenever. */
import { addDigest, rowDigest } from '#lib/protocol/digest.ts';
import type { Operation } from '#lib/domain/operation.ts';
import type { Memory } from './memory.ts';
import { isOpenRecord, mayEverRecord, scopesShowing, type GrantFacts, type RecordFacts } from './readable.ts';
import type { SimServer } from './server.ts';
import { watchSignIns } from './sign-ins.ts';
import { watchFiles } from './watch-photos.ts';
import { partnersIn } from './stock/stock-oracle.ts';
import { stockFeedRows, watchStock } from './stock/watch-stock.ts';

interface Revision {
	readonly record_id: string;
	readonly rev: number;
	readonly op_id: string;
	readonly verb: string;
	readonly by_account: string;
	readonly state: string | null;
	readonly body: string;
	readonly changes: string;
}
interface Kept {
	readonly op_id: string;
	readonly raw: string;
	readonly outcome: string;
	readonly refusal: string | null;
	readonly origin: string;
	readonly account_id: string;
	readonly device_id: string | null;
}

const DECISIONS = new Set(['approve', 'return', 'void', 'reopen', 'archive']);

export function watchServer(server: SimServer, memory: Memory): void {
	const records = server.all<RecordFacts>('select * from record');
	const revisions = server.all<Revision>('select * from record_revision order by record_id, rev');
	const kept = new Map(server.all<Kept>('select * from operation').map((row) => [row.op_id, row]));
	// Nothing that anybody sends may make the server fail: the product parks such an operation, and raises an alarm.
	for (const alert of server.alerts) memory.fail(9, `failed unexpectedly: ${alert}`);
	checkEffects(revisions, kept, memory);
	checkRevisions(records, revisions, memory);
	checkFeeds(server, records, memory);
	checkChanges(revisions, kept, memory);
	checkDecisions(records, revisions, memory);
	checkRights(server, revisions, kept, memory);
	checkFigures(server, records, memory);
	watchSignIns(server, memory);
	watchFiles(server, memory);
	watchStock(server, memory);
}

/** Each accepted operation made one revision, each revision comes of one accepted operation, each is as it was saved. */
function checkEffects(revisions: readonly Revision[], kept: ReadonlyMap<string, Kept>, memory: Memory): void {
	const effects = new Map<string, number>();
	for (const { op_id } of revisions) effects.set(op_id, (effects.get(op_id) ?? 0) + 1);
	for (const [opId, row] of kept) {
		const count = effects.get(opId) ?? 0;
		const expected = row.outcome === 'applied' || row.outcome === 'merged' ? 1 : 0;
		if (count !== expected) memory.fail(2, `${opId} is ${row.outcome} and had ${count} effects`);
		// What came under a used id, or with none, is kept beside and has no effect.
		if (row.origin !== 'phone' || opId.startsWith('raw:')) continue;
		const saved = memory.saved.get(opId);
		if (!saved) memory.fail(2, `nobody saved ${opId}, which the server has`);
		else if (saved.text !== row.raw) memory.fail(1, `${opId} is not kept as it was saved`);
		if (row.refusal === 'reused-op-id') memory.fail(2, `${opId} came with two bodies`);
		if (row.refusal === 'internal') memory.fail(9, `${opId} failed unexpectedly`);
	}
	for (const opId of effects.keys())
		if (!kept.has(opId)) memory.fail(1, `${opId} had an effect without custody`);
}

function checkRevisions(
	records: readonly RecordFacts[],
	revisions: readonly Revision[],
	memory: Memory
): void {
	const last = new Map<string, number>();
	for (const one of revisions) {
		const key = `${one.record_id} ${one.rev}`;
		const text = `${one.op_id} ${one.verb} ${one.by_account} ${one.state} ${one.body}`;
		const seen = memory.revisions.get(key);
		if (seen !== undefined && seen !== text)
			memory.fail(11, `revision ${one.rev} of ${one.record_id} changed`);
		memory.revisions.set(key, text);
		if (one.rev !== (last.get(one.record_id) ?? 0) + 1)
			memory.fail(2, `revisions of ${one.record_id} have a hole before ${one.rev}`);
		last.set(one.record_id, one.rev);
	}
	for (const { id, rev } of records)
		if (last.get(id) !== rev) memory.fail(2, `${id} stands at ${rev}, its revisions at ${last.get(id)}`);
}

/** The feeds show each record to the scopes that may see it and to no other, and their hashes are true. */
function checkFeeds(server: SimServer, records: readonly RecordFacts[], memory: Memory): void {
	const expected = stockFeedRows(server);
	const takingPart = partnersIn(records);
	const partners = ({ id }: RecordFacts) =>
		[...(takingPart.get(id) ?? [])].map((account) => `user:${account}`);
	for (const one of records)
		for (const scope of [...scopesShowing(one), ...partners(one)])
			expected.add(`${scope} ${one.kind} ${one.id} ${one.rev}`);
	const sums = new Map<string, { count: number; hash: number }>();
	const rows = server.all<{ scope: string; kind: string; record_id: string; rev: number }>(
		'select * from feed where gone = 0'
	);
	for (const { scope, kind, record_id, rev } of rows) {
		const sum = sums.get(scope) ?? { count: 0, hash: 0 };
		sum.count++;
		sum.hash = addDigest(sum.hash, rowDigest(kind, record_id, rev));
		sums.set(scope, sum);
		if (scope !== 'ref' && !expected.delete(`${scope} ${kind} ${record_id} ${rev}`))
			memory.fail(7, `${scope} shows ${record_id} at ${rev}, which it should not`);
	}
	for (const one of expected) memory.fail(3, `missing in the feed: ${one}`);
	for (const head of server.all<{ scope: string; count: number; hash: number }>('select * from scope_head')) {
		const sum = sums.get(head.scope) ?? { count: 0, hash: 0 };
		if (sum.count !== head.count || sum.hash !== head.hash)
			memory.fail(3, `count or hash of ${head.scope} is wrong on the server`);
	}
}

type Body = Readonly<Record<string, unknown>>;

/** An amendment changes what its person changed, and nothing that another wrote meanwhile. */
function checkChanges(revisions: readonly Revision[], kept: ReadonlyMap<string, Kept>, memory: Memory): void {
	let before: Revision | null = null;
	for (const one of revisions) {
		const previous = before?.record_id === one.record_id ? before : null;
		before = one;
		if (!previous || one.verb !== 'amend') continue;
		const sent = JSON.parse(kept.get(one.op_id)?.raw ?? 'null') as Operation | null;
		const saved = memory.saved.get(one.op_id);
		if (!sent || !saved) continue;
		const was = JSON.parse(previous.body) as Body;
		const is = JSON.parse(one.body) as Body;
		for (const field of ['situation', 'remark', 'placeText']) {
			if (was[field] === is[field]) continue;
			// The first to bring back what its phone had seen of others, and a restore took.
			if (memory.lostTexts.has(`${one.record_id} ${String(is[field])}`)) continue;
			// Every text of a simulation begins with the name of the phone on which it was typed.
			if (!String(is[field]).startsWith(`${saved.phone.name}-`))
				memory.fail(2, `${one.op_id} put ${field} of ${one.record_id} to what its phone never wrote`);
		}
	}
}

/** A decision stands on the revision that its person saw, and on nobody's own work. */
function checkDecisions(
	records: readonly RecordFacts[],
	revisions: readonly Revision[],
	memory: Memory
): void {
	const recorders = new Map(records.map((one) => [one.id, one.recorder]));
	for (const one of revisions) {
		if (!DECISIONS.has(one.verb)) continue;
		const seen = memory.decidedOn.get(one.op_id);
		if (seen !== undefined && seen !== one.rev - 1)
			memory.fail(11, `${one.verb} of ${one.record_id} stands on ${one.rev - 1}, was made on ${seen}`);
		if (recorders.get(one.record_id) === one.by_account)
			memory.fail(11, `${one.by_account} decided on the own ${one.record_id}`);
	}
}

function checkRights(
	server: SimServer,
	revisions: readonly Revision[],
	kept: ReadonlyMap<string, Kept>,
	memory: Memory
): void {
	const grants = server.all<GrantFacts>('select * from grant_right');
	for (const one of revisions) {
		if (one.verb !== 'create') continue;
		const account = kept.get(one.op_id)?.account_id ?? '';
		const { region } = JSON.parse(one.body) as { region: string };
		if (!mayEverRecord(grants, account, region))
			memory.fail(7, `${account} recorded in ${region} without a right`);
	}
}

/** Figures count what was approved, and nothing else. */
function checkFigures(server: SimServer, records: readonly RecordFacts[], memory: Memory): void {
	if (memory.counted === null) return;
	const counted = records.filter(
		(one) => one.kind === 'visit' && (one.state === 'approved' || one.state === 'archived')
	);
	if (counted.some((one) => one.conflicts === 0 && isOpenRecord(one)))
		memory.fail(11, 'a counted record is open');
	if (memory.counted !== counted.length)
		memory.fail(2, `${memory.counted} visits are counted, ${counted.length} were approved`);
	void server;
}
