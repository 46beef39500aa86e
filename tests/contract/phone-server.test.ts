/** The phone's real storage and engine on one side, the server's real push and pull on the other. */
import { afterEach, expect, it } from 'vitest';
import { handoutSample } from '#lib/records/handout/sample.ts';
import { naturalId } from '#lib/records/natural-id.ts';
import { receiptSample } from '#lib/records/receipt/sample.ts';
import { openTestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { createRandom, type TestPhone } from '#tests/phone/test-phone.ts';
import { body, Deployment, REGION } from './deployment.ts';
import { phoneOf } from './phone-of.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
	for (const end of ends.splice(0)) await end();
});

async function openDeployment(): Promise<Deployment> {
	const { database, remove } = await openTestDatabase();
	ends.push(remove);
	return Deployment.open(database);
}

const problems = (phone: TestPhone) => phone.logged.filter((event) => event !== 'sync.replay');

it('receipts, numbers and rows agree, and an amendment before the first exchange is no conflict', async () => {
	const deployment = await openDeployment();
	const phone = await phoneOf(deployment, 'vol', 'vol');
	const id = await phone.save('visit', body({ situation: 'one' }));
	await phone.save('visit', body({ situation: 'two', placeText: 'here' }), { recordId: id });
	await phone.sync();
	const record = await phone.record(id);
	expect(record).toMatchObject({
		stage: 'on-server',
		waiting: 0,
		state: 'pending',
		base: { rev: 2, conflicts: [] },
		body: { situation: 'two', placeText: 'here' }
	});
	expect(record?.no).toBeTruthy();
	expect(problems(phone)).toEqual([]);
	expect(phone.engine.status.trouble).toBeNull();
});

it('answers that are lost again and again leave exactly one of everything', async () => {
	const deployment = await openDeployment();
	const random = createRandom(5);
	const phone = await phoneOf(deployment, 'vol', 'vol', () => random.fraction() < 0.5);
	for (let count = 0; count < 120; count++) await phone.save('visit', body());
	for (let turn = 0; turn < 40 && (await phone.store.counts()).waiting > 0; turn++) await phone.sync();
	for (let turn = 0; turn < 20 && phone.engine.status.trouble !== null; turn++) await phone.sync();
	const { count } = await deployment.database.reader
		.selectFrom('record')
		.select(({ fn }) => fn.countAll<number>().as('count'))
		.executeTakeFirstOrThrow();
	expect(Number(count)).toBe(120);
	const own = await phone.own();
	expect(own).toHaveLength(120);
	expect(own.every((record) => record.stage === 'on-server' && record.base?.rev === 1)).toBe(true);
	expect(problems(phone).filter((event) => event === 'sync.mismatch')).toEqual([]);
});

it('two phones of one author: different fields merge, the same field waits, and both end alike', async () => {
	const deployment = await openDeployment();
	await deployment.addDevice('vol', 'second');
	const first = await phoneOf(deployment, 'vol', 'vol');
	const second = await phoneOf(deployment, 'vol', 'second');
	const start = body({ situation: 'start', remark: 'start' });
	const id = await first.save('visit', start);
	await first.sync();
	await second.sync();
	expect(await second.record(id)).toMatchObject({ body: { situation: 'start' } });
	await first.save('visit', { ...start, situation: 'first' }, { recordId: id });
	await second.save('visit', { ...start, remark: 'second' }, { recordId: id });
	await first.sync();
	await second.sync();
	await first.sync();
	for (const phone of [first, second])
		expect(await phone.record(id)).toMatchObject({
			waiting: 0,
			base: { rev: 3, conflicts: [] },
			body: { situation: 'first', remark: 'second' }
		});
	const merged = { ...start, situation: 'first', remark: 'second' };
	await first.save('visit', { ...merged, situation: 'A' }, { recordId: id });
	await second.save('visit', { ...merged, situation: 'B' }, { recordId: id });
	await first.sync();
	await second.sync();
	await first.sync();
	const seen = await first.record(id);
	expect(seen).toMatchObject({ body: { situation: 'A' } });
	expect(seen?.base?.conflicts).toMatchObject([
		{ fields: [{ field: 'situation', proposed: 'B', current: 'A' }] }
	]);
	expect((await second.record(id))?.body).toEqual(seen?.body);
});

it('work of another region comes back with its text, the rest goes through', async () => {
	const deployment = await openDeployment();
	const phone = await phoneOf(deployment, 'vol', 'vol');
	const good = await phone.save('visit', body());
	const wrong = await phone.save('visit', body({ region: '361025', situation: '文字还在' }));
	await phone.sync();
	expect(await phone.record(good)).toMatchObject({ stage: 'on-server' });
	expect(await phone.record(wrong)).toMatchObject({ stage: 'attention', body: { situation: '文字还在' } });
});

it('a team lead sees the open work of the team, and loses it with the right', async () => {
	const deployment = await openDeployment();
	const volunteer = await phoneOf(deployment, 'vol', 'vol');
	const lead = await phoneOf(deployment, 'lead', 'lead');
	const id = await volunteer.save('visit', body());
	await volunteer.sync();
	await lead.sync();
	expect(await lead.record(id)).toMatchObject({ own: false });
	await deployment.database.transaction((trx) =>
		trx
			.updateTable('grant_right')
			.set({ valid_to: '2025-07-09T01:00:00.000Z' })
			.where('account_id', '=', 'lead')
			.execute()
	);
	await lead.sync();
	expect(await lead.record(id)).toBeUndefined();
});

it('receipts that were refused with their handout go by themselves once it is accepted, and nobody counts twice', async () => {
	const deployment = await openDeployment();
	let lost = false;
	const phone = await phoneOf(deployment, 'vol', 'vol', () => lost);
	const shared = { region: REGION, team: 'T1', organisation: null, placeText: '工地' };
	const ahead = { ...handoutSample, ...shared, date: '2025-07-20' };
	const handout = await phone.save('handout', ahead);
	const receiptOf = (card: string) => ({
		...receiptSample,
		...shared,
		date: '2025-07-09',
		handoutId: handout,
		card
	});
	const cards = ['W-1', 'W-2', 'W-3'];
	for (const card of cards) {
		const recordId = naturalId('receipt', handout, receiptOf(card)) ?? '';
		await phone.save('receipt', receiptOf(card), { recordId });
	}
	await phone.sync();
	const refused = async () =>
		(await phone.databases.saves.run((database) => database.attention.toArray()))
			.map(({ verdict }) => verdict?.refusal)
			.sort();
	expect(await refused()).toEqual(['future-date', ...cards.map(() => 'no-such-parent')]);

	await phone.save('handout', { ...ahead, date: '2025-07-09' }, { recordId: handout });
	// The answers are lost, and come again.
	lost = true;
	await phone.sync();
	lost = false;
	await phone.sync();
	expect(await refused()).toEqual([]);
	expect((await phone.store.counts()).waiting).toBe(0);
	const { reader } = deployment.database;
	const rows = await reader
		.selectFrom('record')
		.select(['id', 'rev', 'body'])
		.where('parent', '=', handout)
		.execute();
	expect(rows.map(({ rev }) => rev)).toEqual([1, 1, 1]);
	for (const row of rows) expect((JSON.parse(row.body) as typeof receiptSample).evidence).toHaveLength(1);
	const sent = await reader
		.selectFrom('operation')
		.select(['outcome', (eb) => eb.fn.countAll<number>().as('n')])
		.where('kind', '=', 'receipt')
		.groupBy('outcome')
		.orderBy('outcome')
		.execute();
	expect(sent.map(({ outcome, n }) => [outcome, Number(n)])).toEqual([
		['applied', 3],
		['rejected', 3]
	]);
	expect(problems(phone).filter((event) => event === 'sync.mismatch')).toEqual([]);
});
