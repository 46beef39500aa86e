/** The connection to the database is closed underneath the open app: it is opened again, and nothing typed is lost. */
import { closedByBrowser, closeUnderneath, forceClose, watchConnections } from '../harness/connections.ts';
import { VISIT } from '../harness/samples.ts';
import { text } from '../harness/texts.ts';
import { expect, test } from '../harness/world.ts';
import { FormPage } from '../pages/form.ts';

test('connections closed while somebody types, saves and sends: draft, record and receipt are all there', async ({
	world
}) => {
	const phone = await world.phone('volunteer');
	await watchConnections(phone);
	await phone.network.cut();
	const form = await (await phone.today()).start('visit');
	await form.fillAll(VISIT);
	const { page } = phone;

	await forceClose(phone);
	await expect.poll(() => closedByBrowser(page)).toBeGreaterThan(0);
	await form.input('situation').fill('连接断了以后写的');
	await expect(async () => {
		expect(Object.values(await phone.rawTables()).join()).toContain('连接断了以后写的');
	}).toPass();
	const address = page.url();
	await page.reload();
	await form.isShown();
	await expect(form.input('situation')).toHaveValue('连接断了以后写的');
	expect(page.url()).toBe(address);

	await closeUnderneath(page);
	const id = await form.save();
	await expect(page.getByText(text('trouble_local'))).toBeHidden();
	await (await phone.record(id)).isAtStage('on_phone');

	const sync = await phone.sync();
	await forceClose(phone);
	await expect.poll(() => closedByBrowser(page)).toBeGreaterThan(0);
	await phone.network.restore();
	await expect(sync.waiting).toHaveText('0', { timeout: 60_000 });
	await (await phone.record(id)).isAtStage('on_server');

	// Lists that were being watched go on by themselves.
	const today = await phone.today();
	await forceClose(phone);
	await expect.poll(() => closedByBrowser(page)).toBeGreaterThan(0);
	const next = await today.start('visit');
	await next.fillAll({ ...VISIT, situation: '第二条' });
	await closeUnderneath(page);
	const second = await new FormPage(page).save();
	await phone.settle();
	await (await phone.record(second)).isAtStage('on_server');
	expect((await phone.recordIds('visit')).filter((one) => one === id || one === second)).toHaveLength(2);
});
