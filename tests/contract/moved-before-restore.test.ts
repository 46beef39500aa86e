/** A restore takes a record's move to another county and what was changed there: whichever phone comes back first, both are kept. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { judgeParked } from '#lib/server/sync/watch-parked.ts';
import { body, type Deployment, newId, OTHER_REGION, REGION } from './deployment.ts';
import { backUp, eachPutBackTown, later } from './put-back.ts';

let town: Deployment;
eachPutBackTown((opened) => void (town = opened));

const judgeLater = () => judgeParked(town.database, () => town.now, 'later');

const putBack = async () => (await backUp())();

async function grant(account: string, role: string, region: string, team: string): Promise<void> {
	const given = { id: `g-${newId()}`, account_id: account, role, region, team, rev: 1 };
	await town.database.transaction((trx) =>
		trx
			.insertInto('grant_right')
			.values({ ...given, valid_from: '1970-01-01T00:00:00.000Z', valid_to: null, ended_rev: null })
			.execute()
	);
}

/** A visit the backup has; what its author and a lead of the other county wrote after that, in the order they wrote it. */
async function writtenBefore(moved: object) {
	const first = body();
	const id = newId();
	await town.act('vol', 'create', id, 0, first);
	later();
	const move = town.operation('amend', id, 1, { ...first, ...moved });
	later();
	const change = town.operation('amend', id, 2, { ...first, ...moved, remark: '那边改的' });
	const request = town.operation('ask-correction', id, 3, { text: '人数不对' });
	return { id, move, change, request };
}

describe('a change of a record whose move another phone has yet to bring back', () => {
	const elsewhere = { region: OTHER_REGION };
	beforeEach(async () => {
		await grant('vol', 'VOL', OTHER_REGION, 'T1');
		await grant('far', 'LEAD', OTHER_REGION, 'T1');
	});

	it('waits, and is judged when the move is there', async () => {
		const { id, move, change, request } = await writtenBefore(elsewhere);
		await putBack();
		const waits = { outcome: 'parked', refusal: 'wrong-region' };
		expect(await town.send('far', [change, request])).toMatchObject([waits, waits]);
		expect((await judgeLater()).judged).toBe(0);
		expect(await town.bodyOf(id)).not.toMatchObject({ remark: '那边改的' });

		later();
		expect(await town.send('vol', [move])).toMatchObject([{ outcome: 'applied' }]);
		expect((await judgeLater()).judged).toBeGreaterThan(0);
		expect(await town.bodyOf(id)).toMatchObject({ ...elsewhere, remark: '那边改的' });
		expect(await town.row(id)).toMatchObject({ open_flags: 1, conflicts: 0 });
		expect(await town.send('far', [change])).toMatchObject([{ outcome: 'merged' }]);
	});

	it('waits also where its number was given again meanwhile', async () => {
		const { id, move, change } = await writtenBefore(elsewhere);
		await putBack();
		for (const rev of [1, 2]) await town.act('lead', 'amend', id, rev, body({ situation: `此后第${rev}次` }));
		expect(await town.send('far', [change])).toMatchObject([{ outcome: 'parked', refusal: 'wrong-region' }]);
		later();
		await town.send('vol', [move]);
		await judgeLater();
		expect(await town.bodyOf(id)).toMatchObject({ ...elsewhere, remark: '那边改的' });
	});

	it('is judged when its own phone asks again', async () => {
		const { id, move, change } = await writtenBefore(elsewhere);
		await putBack();
		await town.send('far', [change]);
		await town.send('vol', [move]);
		await town.send('far', [change]);
		expect(await town.bodyOf(id)).toMatchObject({ ...elsewhere, remark: '那边改的' });
	});

	it('waits also where the backup has the record elsewhere, and it was moved back after that', async () => {
		const first = body();
		const id = newId();
		await town.act('vol', 'create', id, 0, first);
		const change = town.operation('amend', id, 1, { ...first, remark: '还在这边时改的' });
		await town.act('vol', 'amend', id, 1, { ...first, ...elsewhere });
		later();
		const back = town.operation('amend', id, 2, first);
		await putBack();
		expect(await town.send('lead', [change])).toMatchObject([{ outcome: 'parked', refusal: 'wrong-region' }]);
		await town.send('vol', [back]);
		await judgeLater();
		expect(await town.bodyOf(id)).toMatchObject({ region: REGION, remark: '还在这边时改的' });
	});

	it('is refused where the record was decided since, which nobody moves any more, also after it was parked', async () => {
		const { id, change, request } = await writtenBefore(elsewhere);
		await putBack();
		await town.send('far', [change]);
		await town.act('rev', 'approve', id, 1);
		const refused = { outcome: 'rejected', refusal: 'wrong-region' };
		expect(await town.send('far', [request])).toMatchObject([refused]);
		expect((await judgeLater()).judged).toBe(1);
		expect(await town.custody(change.opId)).toMatchObject(refused);
	});

	it('is refused where it was written after its phone had heard of the restore, or without any restore', async () => {
		const { move, change } = await writtenBefore(elsewhere);
		const refused = { outcome: 'rejected', refusal: 'wrong-region' };
		const again = { ...change, opId: newId() };
		expect(await town.send('far', [again])).toMatchObject([refused]);
		await putBack();
		const heard = town.operation('amend', move.recordId, 2, body());
		expect(await town.send('far', [heard], { beforeRestore: 0 })).toMatchObject([refused]);
	});
});

it('many that wait for a move on one record are judged together, once a round', async () => {
	const { id } = await writtenBefore({ team: 'T3' });
	await putBack();
	const waiting = Array.from({ length: 60 }, () => town.operation('amend', id, 1, body()));
	const verdicts = await town.send('mate', waiting, { beforeRestore: 1_000 });
	expect(verdicts.every(({ outcome, refusal }) => outcome === 'parked' && refusal === 'not-author')).toBe(
		true
	);
	let pushes = 0;
	const counted: ServerDatabase = {
		...town.database,
		concurrently: (work) => {
			pushes++;
			return town.database.concurrently(work);
		}
	};
	const round = await judgeParked(counted, () => town.now, 'later');
	expect({ ...round, pushes }).toEqual({ judged: 0, isDone: true, pushes: 1 });
});

it('a change of a record that was given to another team meanwhile waits just so', async () => {
	await grant('rev', 'LEAD', REGION, 'T3');
	const { id, move, change } = await writtenBefore({ team: 'T3' });
	await putBack();
	expect(await town.send('rev', [change])).toMatchObject([{ outcome: 'parked', refusal: 'not-author' }]);
	later();
	await town.send('vol', [move]);
	await judgeLater();
	expect(await town.bodyOf(id)).toMatchObject({ team: 'T3', remark: '那边改的' });
});
