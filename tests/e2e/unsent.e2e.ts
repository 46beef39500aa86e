/** Unsent work that goes by file: imported at the desk, imported again, and sent by the phone itself in the end. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from './harness/world.ts';
import { HANDOUT, VISIT } from './harness/samples.ts';
import { text } from './harness/texts.ts';

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
