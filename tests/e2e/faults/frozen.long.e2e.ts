/** The tab that sends is frozen by the system with the lock in its hand: another one takes over. */
import { VISIT } from '../harness/samples.ts';
import { text } from '../harness/texts.ts';
import { expect, test } from '../harness/world.ts';
import { SyncPage } from '../pages/sync.ts';

test('a frozen tab that was sending: another tab sends within two minutes, nothing doubles when it wakes', async ({
	world
}) => {
	const phone = await world.phone('volunteer');
	await phone.network.cut();
	const id = await phone.save('visit', VISIT);
	const sending = await phone.sync();
	// What the first tab sends hangs on the way: it holds the lock and waits.
	const pushes = '**/api/sync/push';
	let held = 0;
	let letGo = () => {};
	const free = new Promise<void>((settle) => (letGo = settle));
	await sending.page.route(pushes, async (route) => {
		held++;
		await free;
		await route.continue();
	});
	await phone.network.restore();
	await expect.poll(() => held, { timeout: 30_000 }).toBe(1);
	// Nothing of the page runs any more, as in a tab that the system has put to sleep. (DevTools' own "frozen" lets timers run.)
	const devTools = await phone.browser.context.newCDPSession(sending.page);
	await devTools.send('Debugger.enable');
	const asleep = new Promise((settle) => devTools.once('Debugger.paused', settle));
	await devTools.send('Debugger.pause');
	void devTools.send('Runtime.evaluate', { expression: '0' }).catch(() => undefined);
	await asleep;
	const since = Date.now();

	const page = await phone.browser.context.newPage();
	await page.goto('/sync');
	const other = new SyncPage(page);
	await expect(page.getByText(text('sync_elsewhere'))).toBeVisible();
	await expect(other.waiting).toHaveText('1');
	await expect(other.waiting).toHaveText('0', { timeout: 300_000 });

	// It had the lock until then, and was not only slow.
	expect(Date.now() - since).toBeGreaterThan(85_000);

	await devTools.send('Debugger.resume');
	await devTools.send('Debugger.disable');
	letGo();
	await expect(sending.waiting).toHaveText('0', { timeout: 60_000 });
	await expect(sending.sendButton).not.toHaveAttribute('aria-busy', 'true', { timeout: 60_000 });
	const operations = await world.rows(`select outcome from operation where record_id = '${id}'`);
	expect(operations).toEqual([{ outcome: 'applied' }]);
	await page.goto(`/records/${id}`);
	await expect(page.getByText(text('stage_on_server'), { exact: true }).first()).toBeVisible();
});
