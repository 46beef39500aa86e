/** Parked work that a server judges again by itself. */
import { expect, it } from 'vitest';
import { kindOf } from '#lib/records/index.ts';
import { judgeParked, watchParked } from '#lib/server/sync/watch-parked.ts';
import { body, type Deployment, newId } from './deployment.ts';
import { eachTown } from './each-town.ts';

let town: Deployment;
eachTown((opened) => void (town = opened));

const judged = async (when: 'start' | 'later') =>
	(await judgeParked(town.database, () => town.now, when)).judged;
const outcome = async (opId: string) => (await town.custody(opId))?.outcome;

/** A visit that this server could not judge, as one of an earlier version; gives its operation. */
async function beyondIt() {
	const operation = town.operation('create', newId(), 0, body());
	const kind = { ...kindOf('visit'), facets: () => expect.fail('boom') } as never;
	const options = { kindOf: () => kind, alert: () => {} };
	expect(await town.send('vol', [operation], { options })).toMatchObject([{ refusal: 'internal' }]);
	return operation;
}

it.each(['later', 'start'] as const)(
	'what failed is judged again (%s), with what waited for it',
	async (when) => {
		const operation = await beyondIt();
		const behind = town.operation('amend', operation.recordId, 1, body({ remark: 'better' }));
		expect(await town.send('vol', [behind])).toMatchObject([
			{ outcome: 'parked', refusal: 'no-such-record' }
		]);
		expect(await judged(when)).toBe(2);
		expect([await outcome(operation.opId), await outcome(behind.opId)]).toEqual(['applied', 'applied']);
		expect(await town.bodyOf(operation.recordId)).toMatchObject({ remark: 'better' });
		expect(await judged('start')).toBe(0);
	}
);

it('what it was too old for is judged at its next start, and not before', async () => {
	const operation = town.operation('create', newId(), 0, body());
	const verdicts = await town.send('vol', [operation], { options: { kindOf: () => undefined } });
	expect(verdicts).toMatchObject([{ outcome: 'parked', refusal: 'unknown-kind' }]);
	expect([await judged('later'), await judged('start')]).toEqual([0, 1]);
});

it('what waits for a record is judged when that has come by another road, and not before', async () => {
	const id = newId();
	const waiting = town.operation('amend', id, 1, body({ remark: 'led' }));
	expect(await town.send('lead', [waiting])).toMatchObject([
		{ outcome: 'parked', refusal: 'no-such-record' }
	]);
	expect(await judged('later')).toBe(0);
	await town.act('vol', 'create', id, 0, body());
	expect(await judged('later')).toBe(1);
	expect(await town.bodyOf(id)).toMatchObject({ remark: 'led' });
});

it('all of many are gone through, however many of the oldest have to wait on', async () => {
	const waiting = Array.from({ length: 450 }, () => town.operation('amend', newId(), 1, body()));
	await town.send('lead', waiting);
	const id = newId();
	await town.send('lead', [town.operation('amend', id, 1, body({ remark: 'last' }))]);
	await town.act('vol', 'create', id, 0, body());
	expect(await judged('later')).toBe(1);
	expect(await town.bodyOf(id)).toMatchObject({ remark: 'last' });
});

it('what a coordinator has laid aside is left so', async () => {
	const { opId } = await beyondIt();
	await town.database.transaction((trx) =>
		trx
			.updateTable('operation')
			.set({ handled_at: town.now.toISOString(), handled_by: 'rev' })
			.where('op_id', '=', opId)
			.execute()
	);
	expect(await judged('start')).toBe(0);
	expect(await outcome(opId)).toBe('parked');
});

it('what a person decides stays for a person: a right that had ended is asked about again by nobody', async () => {
	const ends = (valid_to: string | null) =>
		town.database.transaction((trx) =>
			trx.updateTable('grant_right').set({ valid_to }).where('account_id', '=', 'vol').execute()
		);
	// Saved while the right stood, as its phone was told, and sent long after.
	await town.pull('vol');
	const operation = town.operation('create', newId(), 0, body());
	await ends('2025-07-10T00:00:00.000Z');
	town.now = new Date('2025-09-30T00:00:00.000Z');
	const [verdict] = await town.send('vol', [operation]);
	expect(verdict).toMatchObject({ outcome: 'parked', refusal: 'right-ended' });
	await ends(null);
	expect(await judged('start')).toBe(0);
});

it.each([true, false])('nothing is judged by a clock that is behind (%s)', async (isBehind) => {
	const { opId } = await beyondIt();
	const stop = watchParked(town.database, () => town.now, { isBehind: () => isBehind });
	await expect.poll(async () => isBehind || (await outcome(opId)) === 'applied').toBe(true);
	await stop();
	expect(await outcome(opId)).toBe(isBehind ? 'parked' : 'applied');
});
