/** Parked work that nobody has to look at: what this server could not judge by its own fault, and what waited for a record that is there by now. */
import type { ClockGuard } from '#lib/server/clock-guard.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { log } from '#lib/server/log.ts';
import { repeated } from '#lib/server/repeated.ts';
import { judgeAgain, parentOf, type Judging } from './judge-again.ts';
import type { Clock, GivenPush } from './push-types.ts';
import { push } from './push.ts';

/** They say of this server that it could not judge an operation: a later version may. */
const OURS = ['internal', 'invalid-body', 'newer-schema', 'unknown-kind', 'unknown-verb'];
/** They say that something else has to come first. */
const WAITING = ['no-such-record', 'no-such-parent'];
const PAGE = 200;
const HOUR = 3_600_000;

/** A page of what is parked for one of these reasons and was not laid aside at the desk, in the order in which it was saved. */
function parkedPage({ reader }: ServerDatabase, reasons: readonly string[], after: string) {
	return reader
		.selectFrom('operation')
		.select(['op_id', 'refusal', 'record_id', 'kind', 'raw'])
		.where('outcome', '=', 'parked')
		.where('refusal', 'in', [...reasons])
		.where('device_id', 'is not', null)
		.where('handled_at', 'is', null)
		.where('op_id', '>', after)
		.orderBy('op_id')
		.limit(PAGE)
		.execute();
}

async function judgeAll(
	judging: Judging,
	reasons: readonly string[],
	isOver: () => boolean
): Promise<number> {
	const { database } = judging;
	let judged = 0;
	for (let after = ''; ;) {
		const rows = await parkedPage(database, reasons, after);
		for (const { op_id, refusal, record_id, kind, raw } of rows) {
			if (isOver()) return judged;
			after = op_id;
			const awaited = refusal === 'no-such-parent' ? parentOf(kind, raw) : record_id;
			if (WAITING.includes(refusal ?? '') && !(await isThere(database, awaited))) continue;
			const verdict = await judgeAgain(judging, op_id);
			if (verdict && verdict.outcome !== 'parked') judged++;
		}
		if (rows.length < PAGE) return judged;
	}
}

async function isThere({ reader }: ServerDatabase, id: string | null | undefined): Promise<boolean> {
	if (!id) return false;
	return (
		(await reader.selectFrom('record').select('id').where('id', '=', id).executeTakeFirst()) !== undefined
	);
}

/** At the start of a server, and again after a while. @returns how many are parked no longer */
export async function judgeParked(
	database: ServerDatabase,
	clock: Clock,
	when: 'start' | 'later',
	isOver: () => boolean = () => false
): Promise<number> {
	const given: GivenPush = ({ account, deviceId, operations, grantsRev, deviceTime, origin }) =>
		push(database, { account, device: deviceId }, { operations, grantsRev, deviceTime }, clock, { origin });
	const reasons = when === 'start' ? [...OURS, ...WAITING] : WAITING;
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
		const count = await judgeParked(database, clock, when, isOver);
		when = 'later';
		if (count > 0) log.info('parked-judged', { count });
	});
}
