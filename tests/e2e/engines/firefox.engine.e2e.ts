/** The basic offline story in Firefox ESR. Its driver cannot cut the network, so the server goes away instead. */
import { firefox } from '@playwright/test';
import { requireEngines } from '#tests/engines.ts';
import { credentials } from '../harness/accounts.ts';
import { PHONE } from '../harness/browser.ts';
import { HANDOUT } from '../harness/samples.ts';
import { expect, test } from '../harness/world.ts';
import { FormPage } from '../pages/form.ts';
import { RecordPage } from '../pages/record.ts';
import { SignInPage } from '../pages/sign-in.ts';
import { SyncPage } from '../pages/sync.ts';

test('Firefox ESR: signed in, server gone, a handout recorded at a deep address, and received in the end', async ({
	world
}) => {
	const browser = await firefox.launch({
		executablePath: requireEngines().firefox,
		channel: 'moz-firefox'
	});
	try {
		const context = await browser.newContext({
			baseURL: world.server.url,
			viewport: PHONE,
			locale: 'zh-CN',
			timezoneId: 'Asia/Shanghai'
		});
		context.setDefaultTimeout(20_000);
		const page = await context.newPage();
		await page.goto('/sign-in');
		const { login, password } = credentials('volunteer');
		const today = await new SignInPage(page).signIn(login, password);
		await today.isReady();
		await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

		await world.server.kill();
		await page.goto('/new/handout');
		const form = new FormPage(page);
		await form.isShown();
		await page.reload();
		await form.isShown();
		expect(new URL(page.url()).pathname).toBe('/new/handout');
		await form.fillAll(HANDOUT);
		const id = await form.save();
		await page.goto(`/records/${id}`);
		await new RecordPage(page).isAtStage('on_phone');

		await world.server.start();
		await page.goto('/sync');
		const sync = new SyncPage(page);
		await expect(sync.sendButton).toBeEnabled({ timeout: 60_000 });
		await sync.sendNow();
		await expect(sync.waiting).toHaveText('0', { timeout: 60_000 });
		await page.goto(`/records/${id}`);
		await new RecordPage(page).isAtStage('on_server');
		expect(await world.rows(`select outcome from operation where record_id = '${id}'`)).toEqual([
			{ outcome: 'applied' }
		]);
	} finally {
		await browser.close();
	}
});
