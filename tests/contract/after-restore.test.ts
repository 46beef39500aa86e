/** What phones bring back to a server that was put back from a backup: revision numbers of the lost days are given again. */
import { expect, it } from 'vitest';
import { body, type Deployment, newId } from './deployment.ts';
import { backUp, eachPutBackTown, later } from './put-back.ts';

let town: Deployment;
eachPutBackTown((opened) => void (town = opened));

const putBack = async () => (await backUp())();

/** A visit of before; others change it after the restore, on a revision of a number that was there before. */
async function changedSince(): Promise<{ id: string; first: object; writtenAt: string }> {
	const first = body({ situation: '第一稿' });
	const id = newId();
	await town.act('vol', 'create', id, 0, first);
	const writtenAt = later().toISOString();
	await putBack();
	later();
	expect(await town.act('lead', 'amend', id, 1, { ...first, remark: '组长改的' })).toMatchObject({ rev: 2 });
	later();
	return { id, first, writtenAt };
}

it('a change written before the restore does not overwrite what was changed since', async () => {
	const { id, first, writtenAt } = await changedSince();
	const mineOnLost = town.operation('amend', id, 2, { ...first, situation: '第二稿' }, { at: writtenAt });
	expect(await town.send('vol', [mineOnLost])).toMatchObject([{ outcome: 'merged', rev: 3 }]);
	expect(await town.bodyOf(id)).toMatchObject({ situation: '第二稿', remark: '组长改的' });
});

it('nor does one written after it by a phone that had not heard of it; from one that had, the revision counts', async () => {
	const { id, first } = await changedSince();
	const unheard = town.operation('amend', id, 2, { ...first, situation: '第二稿' });
	const { n: beforeRestore } = unheard;
	expect(await town.send('vol', [unheard], { beforeRestore })).toMatchObject([{ outcome: 'merged' }]);
	expect(await town.bodyOf(id)).toMatchObject({ situation: '第二稿', remark: '组长改的' });

	const heard = town.operation('amend', id, 3, { ...first, situation: '第三稿' });
	expect(await town.send('vol', [heard], { beforeRestore })).toMatchObject([{ outcome: 'applied' }]);
	expect(await town.bodyOf(id)).toMatchObject({ situation: '第三稿' });
	expect(await town.bodyOf(id)).not.toMatchObject({ remark: '组长改的' });
});

it('a change of a record that another phone has yet to bring back waits; of one that never was it is refused', async () => {
	await putBack();
	const missing = { outcome: 'parked', refusal: 'no-such-record' };
	expect(await town.act('lead', 'amend', newId(), 2, body())).toMatchObject(missing);
	expect(await town.act('lead', 'amend', newId(), 0, body())).toMatchObject({ outcome: 'rejected' });
});
