/** Judged again long after it came, an operation is judged by what was known when it came. */
import { expect, it } from 'vitest';
import { kindOf } from '#lib/records/index.ts';
import { nextEpoch } from '#lib/server/database/epochs.ts';
import { act, whyNot } from '#lib/server/desk/act.ts';
import { countStopped } from '#lib/server/desk/stopped-operations.ts';
import { push } from '#lib/server/sync/push.ts';
import { judgeParked } from '#lib/server/sync/watch-parked.ts';
import { body, type Deployment, newId, REGION } from './deployment.ts';
import { eachTown } from './each-town.ts';

let town: Deployment;
eachTown((opened) => void (town = opened));

const judged = async (when: 'start' | 'later' = 'later') =>
	(await judgeParked(town.database, () => town.now, when)).judged;
const outcome = async (opId: string) => (await town.custody(opId))?.outcome;

/** A server that fails on visits with this remark. */
function failingOn(remark: string) {
	const visit = kindOf('visit');
	const facets = (content: { remark?: unknown }) =>
		content.remark === remark ? expect.fail('boom') : visit?.facets(content as never);
	return { options: { kindOf: () => ({ ...visit, facets }) as never, alert: () => {} } };
}

async function endRight(account: string, at: string) {
	await town.database.transaction(async (trx) => {
		await trx.updateTable('meta').set({ grants_rev: 2 }).execute();
		const ended = { valid_to: at, ended_rev: 2 };
		await trx.updateTable('grant_right').set(ended).where('account_id', '=', account).execute();
	});
}

it('under the rights that its phone had been told of then', async () => {
	await town.database.transaction((trx) => trx.updateTable('meta').set({ grants_rev: 1 }).execute());
	await town.pull('lead');
	await endRight('lead', '2025-07-10T00:00:00.000Z');
	town.now = new Date('2025-07-11T02:00:00.000Z');
	const id = newId();
	const waiting = town.operation('amend', id, 1, body({ remark: 'led' }));
	expect(await town.send('lead', [waiting], { grantsRev: 1 })).toMatchObject([{ outcome: 'parked' }]);
	// Its phone hears of the end, and the record comes.
	await town.pull('lead');
	await town.act('vol', 'create', id, 0, body());
	expect(await judged()).toBe(1);
	expect(await town.bodyOf(id)).toMatchObject({ remark: 'led' });
});

it('as late as it was, and within the days in which work under a right that has ended is taken', async () => {
	await town.pull('vol');
	const operation = town.operation('create', newId(), 0, body({ remark: 'boom' }));
	await endRight('vol', '2025-07-10T00:00:00.000Z');
	town.now = new Date('2025-07-11T00:00:00.000Z');
	const came = town.now.toISOString();
	expect(await town.send('vol', [operation], failingOn('boom'))).toMatchObject([{ refusal: 'internal' }]);
	town.now = new Date('2025-09-20T00:00:00.000Z');
	expect(await judged()).toBe(1);
	expect(await town.row(operation.recordId)).toMatchObject({ received_at: came, late_hours: 46 });
});

it('also under a right that was given since', async () => {
	await town.pull('vol');
	await endRight('vol', '2025-07-10T00:00:00.000Z');
	town.now = new Date('2025-09-20T00:00:00.000Z');
	const at = '2025-07-09T01:00:00.000Z';
	const operation = town.operation('create', newId(), 0, body({ remark: 'boom' }), { at });
	expect(await town.send('vol', [operation])).toMatchObject([{ refusal: 'right-ended' }]);
	await town.database.transaction((trx) =>
		trx.updateTable('grant_right').set({ valid_from: town.now.toISOString(), valid_to: null }).execute()
	);
	expect(await town.send('vol', [operation])).toMatchObject([{ outcome: 'applied' }]);
});

it('as written before a restore, over which newer words stand', async () => {
	const epoch = nextEpoch(1, 1, new Date('2025-07-10T00:00:00.000Z'));
	await town.database.transaction((trx) => trx.updateTable('meta').set({ epoch }).execute());
	const id = newId();
	const content = body({ remark: 'first', situation: 'first' });
	town.now = new Date('2025-07-11T00:00:00.000Z');
	// A colleague saw revision 3 of what the restore took, and has not heard of it.
	const lead = town.operation('amend', id, 3, { ...content, remark: 'led' });
	expect(await town.send('lead', [lead], { beforeRestore: lead.n })).toMatchObject([{ outcome: 'parked' }]);
	const back = town.operation('create', id, 0, content, { at: '2025-07-09T00:00:00.000Z' });
	await town.send('vol', [back]);
	await town.act('vol', 'amend', id, 1, { ...content, situation: 'second' });
	await town.act('vol', 'amend', id, 2, { ...content, situation: 'third', remark: 'newest' });
	expect(await judged()).toBe(1);
	expect(await town.bodyOf(id)).toMatchObject({ remark: 'newest', situation: 'third' });
	expect(await town.row(id)).toMatchObject({ conflicts: 1 });
});

it('as what its own phone has written over since, also where that took something back', async () => {
	const content = body({ remark: 'a' });
	const id = newId();
	await town.act('vol', 'create', id, 0, content);
	const earlier = town.operation('amend', id, 1, { ...content, remark: 'b' });
	const later = town.operation('amend', id, 1, { ...content, remark: 'a', situation: 'later' });
	const verdicts = await town.send('vol', [earlier, later], failingOn('b'));
	expect(verdicts.map((one) => one.outcome)).toEqual(['parked', 'applied']);
	expect(await judged()).toBe(1);
	expect(await outcome(earlier.opId)).toBe('duplicate');
	expect(await town.bodyOf(id)).toMatchObject({ remark: 'a', situation: 'later' });
	expect(await town.row(id)).toMatchObject({ conflicts: 0, rev: 2 });
});

it('without those beside it that a coordinator has laid aside', async () => {
	const id = newId();
	const aside = town.operation('amend', id, 1, body({ remark: 'aside' }));
	const open = town.operation('amend', id, 1, body({ remark: 'open' }));
	await town.send('lead', [aside, open]);
	const handled = { handled_at: town.now.toISOString(), handled_by: 'rev' };
	await town.database.transaction((trx) =>
		trx.updateTable('operation').set(handled).where('op_id', '=', aside.opId).execute()
	);
	await town.act('vol', 'create', id, 0, body());
	await judged();
	expect([await outcome(aside.opId), await outcome(open.opId)]).toEqual(['parked', 'applied']);
});

it('in sight of its county, whatever failed in between', async () => {
	const operation = town.operation('amend', newId(), 1, body({ remark: 'boom' }));
	await town.send('vol', [operation]);
	expect(await town.send('vol', [operation], failingOn('boom'))).toMatchObject([{ refusal: 'internal' }]);
	expect(await town.custody(operation.opId)).toMatchObject({ region: REGION });
	const fresh = town.operation('create', newId(), 0, body({ remark: 'boom' }));
	await town.send('vol', [fresh], failingOn('boom'));
	const rights = { reads: [REGION], reviews: [REGION] };
	expect(await countStopped({ sql: town.database.reader, rights } as never)).toBe(2);
});

it('or not at all: what failed at the desk is for whoever sits there, who is told', async () => {
	const id = await town.visit('vol');
	const onIt = {
		opId: newId(),
		verb: 'return',
		kind: 'visit',
		recordId: id,
		region: REGION,
		baseRev: 1,
		schema: 1
	};
	let isFailing = true;
	const { database } = town;
	const cancelled = Object.assign(new Error('canceling statement due to user request'), { code: '57014' });
	const concurrently: typeof database.concurrently = (work) =>
		database.concurrently(async (trx) => {
			const done = await work(trx);
			if (isFailing && JSON.stringify(done).includes('"applied"')) throw cancelled;
			return done;
		});
	const actor = {
		...{ database, account: 'rev', deviceLabel: 'desk', now: () => town.now, mintId: newId },
		push: ({ account, deviceId, origin, ...input }: Parameters<Parameters<typeof act>[0]['push']>[0]) =>
			push({ ...database, concurrently }, { account, device: deviceId }, input, () => town.now, {
				origin,
				alert: () => {}
			})
	};
	const returned = { ...onIt, body: { note: 'x', reason: null } } as Parameters<typeof act>[1][number];
	const [failed] = await act(actor, [returned]);
	expect([failed?.outcome, failed?.refusal, whyNot(failed)]).toEqual(['parked', 'internal', 'try-again']);
	isFailing = false;
	town.now = new Date('2025-07-20T00:00:00.000Z');
	expect([await judged('start'), await judged('later')]).toEqual([0, 0]);
	expect(await town.row(id)).toMatchObject({ state: 'pending' });
	// The counter was used, and the same act again is done.
	const other = await town.visit('vol');
	await act(actor, [{ ...returned, opId: newId(), recordId: other }]);
	expect(await act(actor, [returned])).toMatchObject([{ outcome: 'applied' }]);
	const counters = await database.reader
		.selectFrom('operation')
		.select('n')
		.where('verb', '=', 'return')
		.execute();
	expect(new Set(counters.map(({ n }) => Number(n))).size).toBe(2);
});

it('compared with what it had sent before, half characters mended in both', async () => {
	const [id, content] = [newId(), body({ remark: 'first' })];
	await town.act('vol', 'create', id, 0, content);
	await town.act('lead', 'amend', id, 1, { ...content, situation: 'of a colleague' });
	const cut = town.operation('amend', id, 1, { ...content, remark: 'cut \ud83d' });
	const whole = town.operation('amend', id, 1, { ...content, remark: 'whole' });
	const verdicts = [...(await town.send('vol', [cut])), ...(await town.send('vol', [whole]))];
	expect(verdicts.map((one) => [one.outcome, one.conflict])).toEqual([
		['merged', undefined],
		['merged', undefined]
	]);
	expect(await town.bodyOf(id)).toMatchObject({ remark: 'whole', situation: 'of a colleague' });
});
