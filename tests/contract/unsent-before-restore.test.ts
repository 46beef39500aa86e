/** A file of unsent work that was written before its phone had heard of a restore: it overwrites nothing that was written since. */
import { expect, it } from 'vitest';
import { nextEpoch } from '#lib/server/database/epochs.ts';
import { importUnsent } from '#lib/server/desk/testing/bring-unsent.ts';
import { body, type Deployment, newId } from './deployment.ts';
import { eachTown } from './each-town.ts';
import { unsentDesk } from './unsent-desk.ts';

let town: Deployment;
eachTown((opened) => void (town = opened));

const epoch = nextEpoch(1, 1, new Date('2025-07-10T00:00:00.000Z'));

it.each([
	['by a phone that says nothing of it', {}, 1],
	['by one that has not heard', { epoch: 1 }, 1],
	['before one had heard', { epoch, beforeRestore: 1_000 }, 1],
	['since it had heard', { epoch, beforeRestore: 0 }, 0],
	['before it heard, by a phone that tells all restores', { epoch, heard: [{ epoch: 1, n: 1_000 }] }, 1],
	['since it heard, by such a one', { epoch, heard: [{ epoch: 1, n: 0 }] }, 0]
])('written %s', async (_, said, conflicts) => {
	await town.database.transaction((trx) => trx.updateTable('meta').set({ epoch }).execute());
	const id = newId();
	const content = body({ remark: 'first' });
	town.now = new Date('2025-07-11T00:00:00.000Z');
	await town.act('vol', 'create', id, 0, content);
	await town.act('vol', 'amend', id, 1, { ...content, remark: 'second' });
	const lead = town.operation('amend', id, 2, { ...content, remark: 'led' });
	const meta = await town.database.reader.selectFrom('meta').select('server_id').executeTakeFirstOrThrow();
	const file = {
		...{ format: 'liangfeng-unsent', version: 1, serverId: meta.server_id, accountId: 'lead' },
		...{ deviceId: town.device('lead'), operations: [lead], ...said }
	};
	const { actor, context } = await unsentDesk(town);
	const answer = await importUnsent(actor, context.rights, JSON.stringify(file));
	expect(answer).toMatchObject({
		ok: true,
		result: { verdicts: [{ outcome: conflicts > 0 ? 'merged' : 'applied' }] }
	});
	expect(await town.row(id)).toMatchObject({ conflicts });
	expect(await town.bodyOf(id)).toMatchObject({ remark: conflicts > 0 ? 'second' : 'led' });
});
