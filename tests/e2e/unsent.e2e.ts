/** Unsent work that goes by file: imported at the desk, imported again, and sent by the phone itself in the end. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fillOutbox } from './harness/fill-outbox.ts';
import { expect, test } from './harness/world.ts';
import { HANDOUT, VISIT } from './harness/samples.ts';
import { ShareSheet } from './harness/share-sheet.ts';
import { text, textLike } from './harness/texts.ts';

test('a file of unsent work and a later direct sync never double', async ({ world }, info) => {
	const phone = await world.phone('volunteer');
	await phone.network.cut();
	const ids = [await phone.save('visit', VISIT), await phone.save('handout', HANDOUT)];
	await phone.sync();
	const download = phone.page.waitForEvent('download');
	await phone.page.getByRole('button', { name: text('unsent_save'), exact: true }).click();
	const file = await download;
	expect(file.suggestedFilename()).toMatch(/\.txt$/);
	const path = info.outputPath('unsent.txt');
	await file.saveAs(path);
	// Whoever finds the stick reads nothing: no name, no text, no id, nobody's account.
	const found = readFileSync(path, 'utf8');
	const written = [
		HANDOUT['receiver.name'],
		HANDOUT.paperKeeper,
		VISIT.situation,
		'李示江',
		'"operations"',
		...ids
	];
	for (const words of written) expect(found).not.toContain(words);
	expect(found.split('\n')[0]).toContain('"liangfeng-sealed"');
	const changed = info.outputPath('changed.txt');
	writeFileSync(changed, found.replace(/.{9}\n$/, 'AAAAAAAA=\n'));

	const desk = await world.desk('coordinator');
	await desk.bringUnsent(changed, 'desk_unsent_damaged');
	await desk.bringUnsent(path);
	const device = await world.device('volunteer');
	const onServer = async () =>
		(await device.pullScope(`user:${device.session?.account.id}`)).filter(
			({ id, gone }) => ids.includes(id) && !gone
		);
	const first = await onServer();
	expect(first.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());

	await desk.bringUnsent(path);
	// Who brings a file does not decide on what was in it.
	await desk.page.goto(`/desk/records/${ids[0]}`);
	await expect(desk.page.getByText(text('desk_why_own_record')).first()).toBeVisible();
	await phone.network.restore();
	await phone.settle();
	expect(await onServer()).toEqual(first);
	for (const id of ids) await (await phone.record(id)).isAtStage('on_server');
	expect((await phone.recordIds('handout')).filter((id) => ids.includes(id))).toHaveLength(1);
});

test('the share sheet gets a sealed file, and the desk takes in that very file', async ({ world }, info) => {
	const phone = await world.phone('volunteer');
	const sheet = await ShareSheet.on(phone);
	await phone.network.cut();
	const id = await phone.save('visit', VISIT);
	await phone.sync();
	await phone.page.getByRole('button', { name: text('unsent_send'), exact: true }).click();
	await expect(phone.page.getByRole('status').filter({ hasText: textLike('unsent_done') })).toBeVisible();
	const path = info.outputPath('shared.txt');
	const { name, content } = sheet.keep(path);
	expect(name).toMatch(/^liangfeng-unsent-.*\.txt$/);
	expect(content).toMatch(/^\{"format":"liangfeng-sealed"/);
	expect(content).not.toContain(VISIT.situation);

	const desk = await world.desk('coordinator');
	await desk.bringUnsent(path);
	const device = await world.device('volunteer');
	const rows = await device.pullScope(`user:${device.session?.account.id}`);
	expect(rows.find((row) => row.id === id)?.body).toMatchObject({ body: { situation: VISIT.situation } });
});

test('more than one file carries comes in several, offered one after the other', async ({ world }) => {
	const MANY = 10_001;
	const phone = await world.phone('volunteer');
	await phone.network.cut();
	await phone.save('visit', VISIT);
	await fillOutbox(phone, MANY);
	await phone.sync();
	const said = phone.page.getByRole('status').filter({ hasText: textLike('unsent_done') });
	const press = async (name: string) => {
		const download = phone.page.waitForEvent('download');
		await phone.page.getByRole('button', { name, exact: true }).click();
		return (await download).suggestedFilename();
	};
	const first = await press(text('unsent_save'));
	const total = Number(/-1-(\d+)\.txt$/.exec(first)?.[1]);
	expect(total).toBeGreaterThan(1);
	const counts: number[] = [];
	for (let n = 1; ; n++) {
		await expect(said).toContainText(text('unsent_part', { n, total }));
		counts.push(Number(/存(\d+)条/.exec(await said.innerText())?.[1]));
		await expect(phone.page.getByText(text('unsent_parts', { n: total }))).toHaveCount(n < total ? 1 : 0);
		if (n === total) break;
		expect(await press(text('unsent_save_part', { n: n + 1, total }))).toMatch(`-${n + 1}-${total}.txt`);
	}
	expect(counts.reduce((sum, count) => sum + count)).toBe(MANY);
	// All of them are out: the next press begins anew.
	await expect(phone.page.getByRole('button', { name: text('unsent_save'), exact: true })).toBeVisible();
});

test('several files of one phone are chosen at once, in any order; one that comes too early says which is missing', async ({
	world
}, info) => {
	const device = await world.device('volunteer');
	const created = [1, 2, 3].map((at) => device.operation('visit', { situation: `现场${at}` }));
	const amended = created.map(({ recordId, body }, at) =>
		device.operation(
			'visit',
			{ ...(body as object), situation: `改过的${at}` },
			{
				...{ recordId, verb: 'amend', baseRev: 1 }
			}
		)
	);
	const [one, two, three] = created;
	if (!one || !two || !three) throw new Error('three were made');
	const contents = [[one, two], [three, ...amended.slice(0, 1)], amended.slice(1)];
	const { account, serverId } = device.session ?? {};
	const paths = contents.map((operations, at) => {
		const earlier = contents.slice(0, at).map((before) => before.map(({ n }) => [n, n]));
		const path = info.outputPath(`liangfeng-unsent-vol-2025-07-09-${at + 1}-3.json`);
		const written = { format: 'liangfeng-unsent', version: 1, exportedAt: new Date().toISOString() };
		const of = { serverId, accountId: account?.id, deviceId: device.deviceId };
		const part = { n: at + 1, of: contents.length, earlier };
		writeFileSync(path, JSON.stringify({ ...written, ...of, part, operations }));
		return path;
	});
	const desk = await world.desk('coordinator');
	await desk.bringUnsent(paths[2] ?? '', 'desk_unsent_part_missing');
	await expect(desk.page.getByRole('button', { name: text('desk_unsent_without') })).toBeVisible();
	const missing = { n: 3, total: 3, missing: '1、2' };
	await expect(desk.page.getByText(text('desk_unsent_part_missing', missing))).toBeVisible();
	await desk.bringUnsent(paths.toReversed());
	await expect(desk.page.getByText(text('desk_unsent_done', { n: 6 }))).toBeVisible();
	await expect(desk.page.getByRole('row')).toHaveCount(7);
	const rows = await world.rows<{ rev: number }>(
		`select rev from record where id in (${created.map(({ recordId }) => `'${recordId}'`).join(', ')})`
	);
	expect(rows.map(({ rev }) => Number(rev))).toEqual([2, 2, 2]);
});
