/** Parked work that nobody has to look at: what this server could not judge by its own fault, and what waited for a record that is there by now. */
import { OF_PLACE, type Verdict } from '#lib/domain/operation.ts';
import type { ClockGuard } from '#lib/server/clock-guard.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { log } from '#lib/server/log.ts';
import { repeated } from '#lib/server/repeated.ts';
import { judgeAgain, parentOf, type Judging } from './judge-again.ts';
import type { Clock, GivenPush } from './push-types.ts';
import { push } from './push.ts';

/** They say of this server that it could not judge an operation: a later version may. */
const OURS = ['invalid-body', 'newer-schema', 'unknown-kind', 'unknown-verb'];
/** They say that something else has to come first. */
const WAITING = ['no-such-record', 'no-such-parent'];
/** And so does the place of a record whose move a restore took (`who-may.ts`), and what failed, perhaps for the sake of a moment. */
const LATER = ['internal', ...WAITING, ...OF_PLACE];
/** A decision belongs to the moment in which somebody saw the record; of an import more has to be known than is kept. */
const NOT_BY_ITSELF = ['desk', 'import'];
const PAGE = 200;
const HOUR = 3_600_000;

/** A page of what is parked for one of these reasons and was not laid aside at the desk, in the order in which it was saved. */
function parkedPage({ reader }: ServerDatabase, reasons: readonly string[], after: string) {
	return reader
		.selectFrom('operation')
		.select(['op_id', 'refusal', 'record_id', 'kind', 'raw'])
		.where('outcome', '=', 'parked')
		.where('refusal', 'in', [...reasons])
		.where('origin', 'not in', NOT_BY_ITSELF)
		.where('handled_at', 'is', null)
		.where('op_id', '>', after)
		.orderBy('op_id')
		.limit(PAGE)
		.execute();
}

export interface Round {
	/** How many are parked no longer. */
	readonly judged: number;
	/** False: some could not be judged for the sake of what went on beside it. */
	readonly isDone: boolean;
}

async function judgeAll(judging: Judging, reasons: readonly string[], isOver: () => boolean): Promise<Round> {
	const { database } = judging;
	// All that is parked of a record by one device is judged together: once a round.
	const done = new Map<string, Verdict>();
	const round = (isToEnd: boolean): Round => {
		const outcomes = [...done.values()].map(({ outcome }) => outcome);
		const judged = outcomes.filter((outcome) => outcome !== 'parked' && outcome !== 'retry').length;
		return { judged, isDone: isToEnd && !outcomes.includes('retry') };
	};
	for (let after = ''; ;) {
		const rows = await parkedPage(database, reasons, after);
		for (const { op_id, refusal, record_id, kind, raw } of rows) {
			if (isOver()) return round(false);
			after = op_id;
			if (done.has(op_id)) continue;
			const awaited = refusal === 'no-such-parent' ? parentOf(kind, raw) : record_id;
			if (WAITING.includes(refusal ?? '') && !(await isThere(database, awaited))) continue;
			await judgeAgain(judging, op_id, done);
		}
		if (rows.length < PAGE) return round(true);
	}
}

async function isThere({ reader }: ServerDatabase, id: string | null | undefined): Promise<boolean> {
	if (!id) return false;
	return (
		(await reader.selectFrom('record').select('id').where('id', '=', id).executeTakeFirst()) !== undefined
	);
}

/** At the start of a server, and again after a while. */
export async function judgeParked(
	database: ServerDatabase,
	clock: Clock,
	when: 'start' | 'later',
	isOver: () => boolean = () => false
): Promise<Round> {
	const given: GivenPush = ({ account, deviceId, origin, ...input }) =>
		push(database, { account, device: deviceId }, input, clock, { origin });
	const reasons = when === 'start' ? [...OURS, ...LATER] : LATER;
	return judgeAll({ database, push: given, now: clock }, reasons, isOver);
}

/** Does so at the start and every hour; not while this server's clock cannot be trusted. @returns ends it */
export function watchParked(
	database: ServerDatabase,
	clock: Clock,
	guard: Pick<ClockGuard, 'isBehind'>
): () => Promise<void> {
	let when: 'start' | 'later' = 'start';
	return repeated(HOUR, 'parked-not-judged', async (isOver) => {
		if (guard.isBehind(clock())) return;
		const { judged, isDone } = await judgeParked(database, clock, when, isOver);
		if (isDone) when = 'later';
		if (judged > 0) log.info('parked-judged', { count: judged });
	});
}
