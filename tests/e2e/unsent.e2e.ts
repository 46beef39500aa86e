/** Unsent work that goes by file: imported at the desk, imported again, and sent by the phone itself in the end. */
import { expect, test } from './harness/world.ts';
import { HANDOUT, VISIT } from './harness/samples.ts';
import { text } from './harness/texts.ts';

test('a file of unsent work and a later direct sync never double', async ({ world }, info) => {
	test.setTimeout(120_000);
	const phone = await world.phone('volunteer');
	await phone.network.cut();
	const ids = [await phone.save('visit', VISIT), await phone.save('handout', HANDOUT)];
	await phone.sync();
	const download = phone.page.waitForEvent('download');
	await phone.page.getByRole('button', { name: text('unsent_save'), exact: true }).click();
	const path = info.outputPath('unsent.json');
	await (await download).saveAs(path);

	const desk = await world.desk('coordinator');
	await desk.bringUnsent(path);
	const device = await world.device('volunteer');
	const onServer = async () =>
		(await device.pullScope(`user:${device.session?.account.id}`)).filter(
			({ id, gone }) => ids.includes(id) && !gone
		);
	const first = await onServer();
	expect(first.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());

	await desk.bringUnsent(path);
	await phone.network.restore();
	await phone.settle();
	expect(await onServer()).toEqual(first);
	for (const id of ids) await (await phone.record(id)).isAtStage('on_server');
	expect((await phone.recordIds('handout')).filter((id) => ids.includes(id))).toHaveLength(1);
});
