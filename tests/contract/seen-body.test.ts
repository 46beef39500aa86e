/** What a phone showed when an amendment was saved on it decides which of its fields are a change: nothing of others is lost by what it says besides. */
import { expect, it } from 'vitest';
import { openTestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { nextEpoch } from '#lib/server/database/epochs.ts';
import { createTestPhone } from '#tests/phone/test-phone.ts';
import { body, Deployment, newId } from './deployment.ts';
import { eachTown } from './each-town.ts';
import { serve } from './serve-phone.ts';

let town: Deployment;
eachTown((opened) => void (town = opened));

const content = body();
/** A visit of `vol`, at its first revision. */
async function begun(): Promise<string> {
	const id = newId();
	await town.act('vol', 'create', id, 0, content);
	return id;
}
const amend = (id: string, baseRev: number, change: object) =>
	town.operation('amend', id, baseRev, { ...content, ...change });
const by = (account: 'vol' | 'lead', id: string, baseRev: number, change: object) =>
	town.act(account, 'amend', id, baseRev, { ...content, ...change });

it('all of what it had saved and was not told of, over what it was told meanwhile', async () => {
	const id = await begun();
	await by('lead', id, 1, { peopleMet: 30 });
	await by('vol', id, 1, { peopleMet: 40 });
	await by('vol', id, 1, { peopleMet: 40, situation: 's' });
	await by('vol', id, 2, { peopleMet: 40, situation: 's', remark: 'r' });
	expect(await town.bodyOf(id)).toMatchObject({ peopleMet: 30, situation: 's', remark: 'r' });
	expect((await town.row(id))?.conflicts).toBe(1);
});

it('makes no conflict of a field that another changed after having seen it', async () => {
	const id = await begun();
	await by('lead', id, 1, { placeText: 'p' });
	await by('vol', id, 1, { peopleMet: 40 });
	await by('vol', id, 1, { peopleMet: 40, situation: 's' });
	await by('lead', id, 4, { placeText: 'p', peopleMet: 41, situation: 's' });
	const last = await by('vol', id, 2, { placeText: 'p', peopleMet: 40, situation: 's', remark: 'r' });
	expect(last.conflict).toBeUndefined();
	expect(await town.bodyOf(id)).toMatchObject({ placeText: 'p', peopleMet: 41, remark: 'r' });
});

it.each([1, 3])('also what became of the record just as it was sent, in %d pushes', async (pushes) => {
	const id = await begun();
	await by('lead', id, 1, { peopleMet: 30 });
	await by('vol', id, 1, { peopleMet: 40 });
	const conflict = await town.database.reader.selectFrom('conflict').select('id').executeTakeFirstOrThrow();
	await town.act('rev', 'settle', id, 3, { conflictId: conflict.id, keep: { peopleMet: 'proposed' } });
	const operations = [
		amend(id, 1, { peopleMet: 40, situation: 's' }),
		amend(id, 1, { peopleMet: 40, situation: 's', remark: 'r' }),
		// Told of its first one, which the server had answered with the other's number.
		amend(id, 3, { peopleMet: 30, situation: 's', remark: 'r2' })
	];
	if (pushes === 1) await town.send('vol', operations);
	else for (const operation of operations) await town.send('vol', [operation]);
	expect(await town.bodyOf(id)).toMatchObject({ peopleMet: 40, situation: 's', remark: 'r2' });
});

it('what another changed and took back meanwhile stays taken back', async () => {
	const id = await begun();
	await by('lead', id, 1, { peopleMet: 30 });
	await by('lead', id, 2, {});
	await by('vol', id, 1, { situation: 's' });
	await by('vol', id, 1, { situation: 's', remark: 'r' });
	await by('vol', id, 2, { peopleMet: 30, situation: 's', remark: 'r2' });
	expect(await town.bodyOf(id)).toMatchObject({ peopleMet: content['peopleMet'], remark: 'r2' });
});

it('revisions of before a restore are no revisions of after it', async () => {
	const hour = () => (town.now = new Date(town.now.getTime() + 3_600_000));
	const id = await begun();
	const lost = amend(id, 7, { remark: 'r' });
	hour();
	const epoch = nextEpoch(1, 1, town.now);
	await town.database.transaction((trx) => trx.updateTable('meta').set({ epoch }).execute());
	hour();
	await by('lead', id, 1, { peopleMet: 30 });
	hour();
	await town.send('vol', [lost], { beforeRestore: lost.n });
	await by('lead', id, 3, { peopleMet: 31, remark: 'r' });
	const after = amend(id, 2, { peopleMet: 30, remark: 'r', situation: 's' });
	const [verdict] = await town.send('vol', [after], { beforeRestore: lost.n });
	expect(verdict?.conflict).toBeUndefined();
	expect(await town.bodyOf(id)).toMatchObject({ peopleMet: 31, situation: 's', remark: 'r' });
});

it('is what a real phone shows that saves while it is told', async () => {
	const { database, remove } = await openTestDatabase();
	try {
		const place = await Deployment.open(database);
		const deviceId = place.device('vol');
		const http = serve(database, 'vol', deviceId, () => place.now);
		let whilePulling: (() => Promise<void>) | null = null;
		const phone = await createTestPhone({
			...{ account: 'vol', deviceId, start: place.now.getTime() },
			http: () => async (request) => {
				const answer = await http(request);
				const run = request.path.endsWith('pull') ? whilePulling : null;
				if (run) whilePulling = null;
				await run?.();
				return answer;
			}
		});
		const id = await phone.save('visit', body({ situation: 'start' }));
		await phone.sync();
		const first = (await phone.record(id))?.body as Record<string, unknown>;
		await place.act('lead', 'amend', id, 1, { ...first, peopleMet: 30 });
		const amended = { ...first, peopleMet: 40 };
		whilePulling = async () => {
			await phone.save('visit', amended, { recordId: id, seen: { body: first, baseRev: 1 } });
			const both = { ...amended, situation: 's' };
			await phone.save('visit', both, { recordId: id, seen: { body: amended, baseRev: 1 } });
		};
		await phone.sync();
		const shown = await phone.record(id);
		expect(shown).toMatchObject({ base: { rev: 2 }, body: { peopleMet: 40, situation: 's' } });
		const remarked = { ...(shown?.body as object), remark: 'r' };
		await phone.save('visit', remarked, { recordId: id, seen: { body: shown?.body, baseRev: 2 } });
		await phone.sync();
		expect(await place.bodyOf(id)).toMatchObject({ peopleMet: 30, situation: 's', remark: 'r' });
	} finally {
		await remove();
	}
});
