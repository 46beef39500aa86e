/** The basic offline story in WebKitGTK. Its driver cannot cut the network, so the server goes away instead. */
import { requireEngines } from '#tests/engines.ts';
import { credentials } from '../harness/accounts.ts';
import { HANDOUT } from '../harness/samples.ts';
import { text } from '../harness/texts.ts';
import { WebKit } from '../harness/webkit.ts';
import { expect, test } from '../harness/world.ts';
import { WebKitForm } from '../pages/webkit-form.ts';

test('WebKitGTK: signed in, server gone, a handout recorded at a deep address, and received in the end', async ({
	world
}) => {
	const browser = await WebKit.open(requireEngines(), world.server.url);
	try {
		await browser.goto('/sign-in');
		// Whatever language the machine has: the story is read in Chinese.
		await browser.run(`document.cookie = 'PARAGLIDE_LOCALE=zh-CN; path=/; max-age=86400'`);
		await browser.reload();
		const { login, password } = credentials('volunteer');
		await browser.shows(text('sign_in_do'));
		await browser.type('input[autocomplete="username"]', login);
		await browser.type('input[type="password"]', password);
		await browser.press(text('sign_in_do'));
		await browser.see(`nav[aria-label="${text('today_actions')}"]`);
		// The reference data has come: places can be found.
		await browser.isWithout(text('today_not_ready'));
		expect(await browser.run('await navigator.serviceWorker.ready; return "ready"')).toBe('ready');

		await world.server.kill();
		await browser.goto('/new/handout');
		const form = new WebKitForm(browser);
		await form.isShown();
		await browser.reload();
		await form.isShown();
		expect(new URL(await browser.address()).pathname).toBe('/new/handout');
		await form.fillAll(HANDOUT);
		const id = new URL(await browser.address()).searchParams.get('draft') ?? '';
		await form.save();
		await browser.goto(`/records/${id}`);
		await browser.shows(text('stage_on_phone'));

		await world.server.start();
		await browser.goto('/sync');
		await browser.press(text('sync_try_now'));
		await browser.shows(text('sync_nothing_waits'));
		await browser.goto(`/records/${id}`);
		await browser.shows(text('stage_on_server'));
		expect(await world.rows(`select outcome from operation where record_id = '${id}'`)).toEqual([
			{ outcome: 'applied' }
		]);
	} finally {
		await browser.close();
	}
});
