/**
 * A link that loses parts of the app on the first visit, before anything of it is kept for offline use. Firefox ESR, like Safari
 * and Chromium until 2026, does not ask again for what it could not import as long as the page lives.
 */
import { firefox, type Browser, type Page } from '@playwright/test';
import { requireEngines } from '#tests/engines.ts';
import { credentials } from '../harness/accounts.ts';
import { PHONE } from '../harness/browser.ts';
import { LossyWay, partWith } from '../harness/lossy-way.ts';
import { HANDOUT } from '../harness/samples.ts';
import { freePort } from '../harness/server.ts';
import { text } from '../harness/texts.ts';
import { expect, test, World } from '../harness/world.ts';
import type { FormPage } from '../pages/form.ts';
import { RecordPage } from '../pages/record.ts';
import { SignInPage } from '../pages/sign-in.ts';
import { SyncPage } from '../pages/sync.ts';
import { TodayPage } from '../pages/today.ts';

/** Nothing is kept for offline use as long as this does not come through. */
const WORKER = '/service-worker.js';

test.describe.configure({ timeout: 120_000 });

let world: World;
let way: LossyWay;
let browser: Browser;
let page: Page;
test.beforeEach(async () => {
	const port = await freePort();
	const baseURL = `http://localhost:${port}`;
	world = await World.start(null, { origin: baseURL });
	way = await LossyWay.open(port, world.server.port, [WORKER]);
	browser = await firefox.launch({ executablePath: requireEngines().firefox, channel: 'moz-firefox' });
	const context = await browser.newContext({
		...{ baseURL, viewport: PHONE, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' }
	});
	page = await context.newPage();
});
test.afterEach(async () => {
	await browser.close();
	await way.close();
	await world.dispose();
});

/** On the page that asks for it. */
async function signIn(): Promise<TodayPage> {
	const { login, password } = credentials('volunteer');
	return new SignInPage(page).signIn(login, password);
}

async function recordsAndSends(form: FormPage): Promise<void> {
	await form.fillAll(HANDOUT);
	const id = await form.save();
	await page.goto(`/records/${id}`);
	await new RecordPage(page).isAtStage('on_server');
}

test('Firefox ESR: a lost exchange comes once the link is whole', async () => {
	way.loses = [WORKER, partWith('liangfeng-sync-')];
	await page.goto('/sign-in');
	await signIn();
	await page.getByRole('link', { name: text('nav_sync') }).click();
	await expect(page.getByText(text('trouble_net'))).toBeVisible();

	way.loses = [];
	await new SyncPage(page).sendNow();
	await page.getByRole('link', { name: text('nav_today') }).click();
	const today = new TodayPage(page);
	await today.isReady();
	await recordsAndSends(await today.start('handout'));
});

test('Firefox ESR: a lost sign-in says that there is no network, and comes once the link is whole', async () => {
	way.loses = [WORKER, partWith('/api/auth/sign-out')];
	await page.goto('/sign-in');
	const { login, password } = credentials('volunteer');
	const door = new SignInPage(page);
	await door.ask(login, password);
	await expect(page.getByText(text('sign_in_network'))).toBeVisible();
	await door.ask(login, password);
	const again = page.getByRole('button', { name: text('field_try_again'), exact: true });
	await expect(again).toBeVisible();

	way.loses = [];
	await again.click();
	await (await signIn()).isReady();
});

test('Firefox ESR: a lost form comes once the link is whole', async () => {
	await page.goto('/sign-in');
	const today = await signIn();
	await today.isReady();
	way.loses = ['.js'];
	await today.actions.getByRole('link', { name: text('kind_handout_new') }).click();
	await expect(page.getByRole('heading', { name: text('error_other') })).toBeVisible();

	way.loses = [];
	await page.getByRole('link', { name: text('error_home') }).click();
	await today.isReady();
	await recordsAndSends(await today.start('handout'));
});

test('Firefox ESR: an app lost at its start comes from the page that says so', async () => {
	way.loses = [WORKER, partWith('storage-notice-seen')];
	await page.goto('/sign-in');
	await expect(page.getByRole('heading', { name: text('error_other') })).toBeVisible();

	way.loses = [];
	await page.getByRole('link', { name: text('error_home') }).click();
	await (await signIn()).isReady();
});

test('Firefox ESR: a page of which nothing can begin says so, and begins when it is opened again', async () => {
	way.loses = [WORKER, partWith('.__svelte??=')];
	await page.goto('/sign-in');
	await expect(page.getByRole('alert')).toContainText('页面没有收全');

	way.loses = [];
	await page.getByRole('link', { name: '页面没有收全' }).click();
	await (await signIn()).isReady();
});
