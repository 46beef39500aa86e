/** Unsent work that goes by file: imported at the desk, imported again, and sent by the phone itself in the end. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fillOutbox } from './harness/fill-outbox.ts';
import { expect, test } from './harness/world.ts';
import { HANDOUT, VISIT } from './harness/samples.ts';
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
