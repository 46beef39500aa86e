/** What the browser itself may do to a record: WeChat's own, a part of the app it does not ask for again, storage that is cleared, and how to install per brand. */
import { violationsInLooks } from './harness/axe.ts';
import { text } from './harness/texts.ts';
import { expect, test } from './harness/world.ts';
import { FormPage } from './pages/form.ts';

const WECHAT =
	'Mozilla/5.0 (Linux; Android 13; V2254A) AppleWebKit/537.36 Chrome/116 Mobile Safari/537.36 MicroMessenger/8.0.49';

test("WeChat's browser leads to a real one and loses nothing that was typed", async ({ world }) => {
	const phone = await world.phone('volunteer');
	const form = await phone.form('visit');
	await form.fill('situation', '在微信里填到一半');
	const address = phone.page.url();
	await expect(phone.page.getByText(/草稿已存/)).toBeVisible();
	const session = await phone.browser.context.newCDPSession(phone.page);
	await session.send('Emulation.setUserAgentOverride', { userAgent: WECHAT });
	await phone.page.goto(address);
	await expect(phone.page.getByText(text('wechat_title'))).toBeVisible();
	await expect(phone.page.getByText(text('wechat_how'))).toBeVisible();
	await expect(new FormPage(phone.page).input('situation')).toHaveValue('在微信里填到一半');
	await phone.page.getByRole('button', { name: text('wechat_stay'), exact: true }).click();
	await expect(phone.page.getByText(text('wechat_title'))).toBeHidden();
	await expect(new FormPage(phone.page).input('situation')).toHaveValue('在微信里填到一半');
});

test('a part of the app that cannot be had in this page is said while a form is open, which stays', async ({
	world
}) => {
	const phone = await world.phone('volunteer');
	const form = await phone.form('visit');
	await form.fill('situation', '填到一半');
	const isLost = () => phone.page.evaluate(() => dispatchEvent(new Event('vite:preloadError')));
	await isLost();
	await isLost();
	await expect(phone.page.getByText(text('lost_part'), { exact: true })).toBeVisible();
	expect(await violationsInLooks(phone.page, 'a lost part')).toEqual([]);
	await expect(form.input('situation')).toHaveValue('填到一半');
	await phone.page.getByRole('button', { name: text('field_try_again'), exact: true }).click();
	await expect(phone.page.getByText(text('lost_part'), { exact: true })).toBeHidden();
	await expect(form.input('situation')).toHaveValue('填到一半');
});

test('installation help is that of the brand, and any other can be chosen', async ({ world }) => {
	const phone = await world.phone('volunteer');
	const session = await phone.browser.context.newCDPSession(phone.page);
	await session.send('Emulation.setUserAgentOverride', {
		userAgent: 'Mozilla/5.0 (Phone; OpenHarmony 5.0) ArkWeb/4.1.6.1 Chrome/99 Mobile HuaweiBrowser/5.0'
	});
	await phone.network.cut();
	await phone.page.goto('/me/install');
	const steps = phone.page.getByRole('main').getByRole('listitem');
	const shows = async (brand: string) => {
		const how = text(`install_${brand}_how`).split('\n');
		await expect(steps).toHaveCount(how.length);
		for (const [at, step] of how.entries()) await expect(steps.nth(at)).toContainText(step);
	};
	await shows('huawei');
	for (const brand of ['xiaomi', 'oppo', 'honor', 'samsung', 'iphone', 'desktop']) {
		await phone.page.getByLabel(text('install_brand'), { exact: true }).selectOption(brand);
		await shows(brand);
	}
});

test('storage that may be cleared is said on today until it is kept', async ({ world }) => {
	const phone = await world.phone('volunteer');
	await phone.today();
	const notice = phone.page.getByText(text('storage_not_kept_title'));
	await expect(notice).toBeVisible();
	await phone.page.getByRole('button', { name: text('storage_ask'), exact: true }).click();
	await expect(phone.page.getByText(text('storage_refused'))).toBeVisible();
	await expect(phone.page.getByRole('link', { name: text('storage_install'), exact: true })).toHaveAttribute(
		'href',
		'/me/install'
	);
	await phone.page.getByRole('button', { name: text('storage_seen'), exact: true }).click();
	await expect(notice).toBeHidden();
	await phone.today();
	await expect(notice).toBeHidden();
	await phone.sync();
	await expect(phone.page.getByText(text('storage_not_kept'), { exact: true })).toBeVisible();
});
