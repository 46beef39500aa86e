/**
 * Named sign-ins, written down once more and apart from the product: who may see a row, what stands in it, and whether it
 * counts once. sync.md: a second sign-in of a person is merged, both evidences are kept; beyond the head count rows are flagged.
 */
import type { Operation } from '#lib/domain/operation.ts';
import type { Memory } from './memory.ts';
import type { GrantFacts, RecordFacts } from './readable.ts';
import type { SimServer } from './server.ts';

interface Piece {
	readonly id: string;
	readonly by: string;
	readonly withdrawn: boolean;
}
interface RowBody {
	readonly sessionId: string;
	readonly name: string;
	readonly organisationText: string;
	readonly evidence: readonly Piece[];
}
interface SignInRow {
	readonly id: string;
	readonly body: string;
	readonly value: number | null;
}

const DAY = 86_400_000;
const piecesOf = (body: string): readonly Piece[] => (JSON.parse(body) as RowBody).evidence;

/** Scopes that show a row: of all who noted the person, and of its session. */
export function signInScopes(row: RecordFacts): string[] {
	const authors = new Set([row.recorder, ...piecesOf(row.body).map((one) => one.by)]);
	return [...[...authors].map((account) => `user:${account}`), `session:${row.parent ?? ''}`];
}

/** Those who noted the person; for the session's day and two more those who hold it, noted others there or lead its team. */
export function maySeeSignIn(
	account: string,
	grants: readonly GrantFacts[],
	row: RecordFacts,
	server: SimServer
): boolean {
	if (row.recorder === account || piecesOf(row.body).some((one) => one.by === account)) return true;
	const first = new Date(server.clock().getTime() + 8 * 3_600_000 - 2 * DAY).toISOString().slice(0, 10);
	const teams = new Set(grants.flatMap((one) => (one.role === 'LEAD' && one.team ? [one.team] : [])));
	return server
		.all<{ id: string; recorder: string; team: string | null; state: string | null; date: string }>(
			'select id, recorder, team, state, date from record where id = ? or parent = ?',
			row.parent,
			row.parent
		)
		.some(
			(one) =>
				one.date >= first &&
				(one.recorder === account ||
					(one.team !== null && teams.has(one.team) && (one.state === 'pending' || one.state === 'returned')))
		);
}

/** Truths 2 and 3 of the rows at the server. */
export function watchSignIns(server: SimServer, memory: Memory): void {
	const rows = server.all<SignInRow>(
		`select record.id, record.body, measure.value from record left join measure
			on measure.record_id = record.id and measure.name = 'named_signins' where kind = 'sign-in'`
	);
	const persons = new Set<string>();
	const counted = new Map<string, number>();
	for (const { id, body, value } of rows) {
		const { sessionId, name, organisationText, evidence } = JSON.parse(body) as RowBody;
		const person = `${sessionId} ${name} ${organisationText}`;
		if (persons.has(person)) memory.fail(2, `a person has two rows at ${sessionId}`);
		persons.add(person);
		const isIn = evidence.some((one) => !one.withdrawn);
		if (Number(value ?? 0) !== (isIn ? 1000 : 0)) memory.fail(2, `sign-in ${id} counts ${value} thousandths`);
		if (isIn) counted.set(sessionId, (counted.get(sessionId) ?? 0) + 1);
		checkEvidence(server, memory, id, evidence);
	}
	const sessions = server.all<{ id: string; body: string; flags: number }>(
		`select id, body, (select count(*) from flag where record_id = record.id and code = 'R02') as flags
			from record where kind = 'session'`
	);
	for (const { id, body, flags } of sessions) {
		const { headcount } = JSON.parse(body) as { headcount: number };
		const isOver = (counted.get(id) ?? 0) > headcount;
		if (flags !== (isOver ? 1 : 0))
			memory.fail(2, `${counted.get(id) ?? 0} of ${headcount} at ${id}, and ${flags} flags say so`);
	}
}

/** Every piece that was accepted is there once, as its own account left it last. */
function checkEvidence(server: SimServer, memory: Memory, id: string, evidence: readonly Piece[]): void {
	const accepted = server.all<{
		raw: string;
		account_id: string;
		verb: string;
		device_id: string;
		n: number;
	}>(
		// What was parked is judged later than it came: a row is what its revisions made of it, in their order.
		`select raw, account_id, operation.verb, device_id, n from operation left join record_revision on
				record_revision.record_id = operation.record_id and record_revision.op_id = operation.op_id
			where operation.record_id = ? and outcome in ('applied', 'merged', 'duplicate')
			order by coalesce(rev, 1000000), operation.rowid`,
		id
	);
	const wanted = new Map<string, Piece>();
	const newest = new Map<string, number>();
	for (const { raw, account_id, verb, device_id, n } of accepted) {
		// What is judged after a later one of its phone adds what it noted, and changes nothing.
		const isLast = n > (newest.get(device_id) ?? 0);
		if (isLast) newest.set(device_id, n);
		for (const one of ((JSON.parse(raw) as Operation).body as RowBody).evidence) {
			const known = wanted.get(one.id);
			if (!known || (verb === 'amend' && isLast && known.by === account_id))
				wanted.set(one.id, { id: one.id, by: account_id, withdrawn: one.withdrawn });
		}
	}
	const told = ({ id: piece, by, withdrawn }: Piece) => `${piece} ${by} ${withdrawn}`;
	const [is, should] = [evidence.map(told).sort(), [...wanted.values()].map(told).sort()];
	if (is.join() !== should.join()) memory.fail(2, `evidence of sign-in ${id} is not what was noted`);
}
