/** What is typed into the desk's forms before the script has arrived stays when it arrives. */
import type { ElementHandle, Page } from '@playwright/test';
import { credentials } from './harness/accounts.ts';
import { DESK } from './harness/browser.ts';
import { expect, test } from './harness/world.ts';

/** What makes the page come to life; `early.js` comes before the page is drawn. */
const SCRIPTS = /\/_app\/.+\.js$/;

/** Every control that a person can reach without script. */
const controls = (page: Page) =>
	page.locator('input:visible:not([type="hidden"], [type="file"]), select:visible, textarea:visible');

type Control = ElementHandle<Node>;
/** A page of records has a tick for each: a few are as good as all. */
const MOST = 10;

/** Types or chooses something that was not there. @returns what is in it now */
async function change(control: Control): Promise<string> {
	const [tag, type] = await control.evaluate((node) => [
		(node as Element).tagName,
		(node as Element).getAttribute('type') ?? ''
	]);
	if (tag === 'SELECT') {
		const options = await control.evaluate((node) => (node as HTMLSelectElement).options.length);
		await control.selectOption({ index: options - 1 });
	} else if (type === 'checkbox' || type === 'radio') await control.click();
	else if (type === 'date') await control.fill('2026-02-03');
	else if (type === 'month') await control.fill('2026-02');
	else await control.fill('1380000');
	return stateOf(control);
}

function stateOf(control: Control): Promise<string> {
	return control.evaluate((node) => {
		const isTick = node instanceof HTMLInputElement && ['checkbox', 'radio'].includes(node.type);
		const { name, value } = node as HTMLInputElement;
		return `${name}: ${isTick ? node.checked : value}`;
	});
}

/** Opens an address, types into everything while the script is held back, and lets it come. */
async function typeEarly(page: Page, address: string): Promise<number> {
	let release = (): void => undefined;
	const released = new Promise<void>((done) => (release = done));
	await page.route(SCRIPTS, async (route) => {
		await released;
		await route.continue();
	});
	await page.goto(address, { waitUntil: 'commit' });
	await page.locator('form').first().waitFor();
	await page.evaluate(() => {
		for (const part of document.querySelectorAll('main details')) part.setAttribute('open', '');
	});
	// Hydration may close a part again: what was typed in it stays all the same.
	const all = (await controls(page).elementHandles()).slice(0, MOST);
	const changed: string[] = [];
	for (const control of all) changed.push(await change(control));
	await expect(page.locator('#svelte-announcer')).toHaveCount(0);
	release();
	// Kit puts this down once the page has come to life.
	await page.locator('#svelte-announcer').waitFor({ state: 'attached' });
	await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
	const after: string[] = [];
	for (const control of all) after.push(await stateOf(control));
	expect(after, address).toEqual(changed);
	await page.unroute(SCRIPTS);
	return changed.length;
}

test('at the door, and wherever a browser posts by itself', async ({ world }) => {
	const page = await world.browser(DESK).open();
	expect(await typeEarly(page, '/desk/sign-in')).toBe(2);
	const { login, password } = credentials('administrator');
	await page.locator('input[name="login"]').fill(login);
	await page.locator('input[name="password"]').fill(password);
	await page.keyboard.press('Enter');
	await expect(page).not.toHaveURL(/sign-in/);
	for (const address of [
		'/desk',
		'/desk/people/new',
		'/desk/records',
		'/desk/review',
		'/desk/requests',
		'/desk/registers/handout'
	]) {
		expect(await typeEarly(page, address), address).toBeGreaterThan(2);
	}
});
