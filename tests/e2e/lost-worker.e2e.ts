/** A first visit on a link that loses what the app is kept with for offline use: it is asked for again, without a new page. */
import { credentials } from './harness/accounts.ts';
import { Browser, PHONE } from './harness/browser.ts';
import { LossyWay } from './harness/lossy-way.ts';
import { freePort } from './harness/server.ts';
import { expect, test, World } from './harness/world.ts';
import { SignInPage } from './pages/sign-in.ts';
import { TodayPage } from './pages/today.ts';

const WORKER = '/service-worker.js';
/** One of the many files that the worker keeps. */
const PART = '/icon-512.png';

test('the worker, and then a file of its own, come once the link is whole', async () => {
	const port = await freePort();
	const origin = `http://localhost:${port}`;
	const world = await World.start(null, { origin });
	const way = await LossyWay.open(port, world.server.port, [WORKER]);
	const browser = new Browser(origin, PHONE);
	try {
		const page = await browser.open();
		await page.goto('/sign-in');
		const { login, password } = credentials('volunteer');
		await (await new SignInPage(page).signIn(login, password)).isReady();
		const isLost = (path: string) => expect.poll(() => way.lost).toContain(path);
		/** The person comes back to the page. */
		const look = () => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
		const isRegistered = () =>
			page.evaluate(async () => (await navigator.serviceWorker.getRegistration()) !== undefined);
		await isLost(WORKER);
		expect(await isRegistered()).toBe(false);

		way.loses = [PART];
		await look();
		await isLost(PART);
		await expect.poll(isRegistered).toBe(false);

		way.loses = [];
		await look();
		await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
		await world.server.kill();
		await page.goto('/');
		await new TodayPage(page).isShown();
	} finally {
		await browser.dispose();
		await way.close();
		await world.dispose();
	}
});
