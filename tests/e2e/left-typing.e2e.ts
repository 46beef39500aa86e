/** Whoever leaves a page in the middle of a word finds every word again: left, hidden, or killed. */
import type { Page } from '@playwright/test';
import type { Phone } from './harness/phone.ts';
import { rawTables } from './harness/raw-tables.ts';
import { FormPage } from './pages/form.ts';
import { expect, test } from './harness/world.ts';

/** No page of the app: nothing of it reads or writes the phone's databases. */
const OUTSIDE = '/api/health';

const WAYS = ['reloaded', 'another address', 'in its place', 'one back', 'closed'] as const;
type Way = (typeof WAYS)[number];

/** Types in the page itself and leaves with the very next task: nothing of this machine's pace comes between. */
function typeAndLeave(page: Page, words: string, by: Way): Promise<void> {
	return page.evaluate(
		([text, way]) => {
			const field = document.getElementById('input-situation') as HTMLTextAreaElement;
			field.value = text;
			field.dispatchEvent(new InputEvent('input', { bubbles: true }));
			const { port1, port2 } = new MessageChannel();
			port1.onmessage = () => {
				if (way === 'reloaded') location.reload();
				else if (way === 'another address') location.assign('/api/health?away');
				else if (way === 'in its place') location.replace('/api/health?instead');
				else if (way === 'one back') history.back();
				// A tab is closed from outside of its page.
			};
			port2.postMessage(null);
		},
		[words, by] as const
	);
}

async function openForm(phone: Phone, page: Page): Promise<FormPage> {
	await page.goto(OUTSIDE);
	await page.goto('/new/visit');
	const form = new FormPage(page);
	await form.isShown();
	return form;
}

test('a page that is left in the task after the last key has lost nothing', async ({ world }) => {
	const phone = await world.phone('volunteer');
	for (const way of WAYS) {
		const page = await phone.browser.context.newPage();
		await openForm(phone, page);
		const address = page.url();
		const isLeft = way === 'closed' ? page.waitForEvent('close') : page.waitForEvent('framenavigated');
		// The page may be gone before it answers.
		await typeAndLeave(page, `写到一半：${way}`, way).catch(() => undefined);
		if (way === 'closed') await page.close({ runBeforeUnload: true });
		await isLeft;
		await phone.page.goto(address);
		const again = new FormPage(phone.page);
		await again.isShown();
		await expect(again.input('situation'), way).toHaveValue(`写到一半：${way}`);
		await page.close();
	}
});

/** Text of the drafts in the databases, read from outside of the app. */
const draftsIn = async (page: Page): Promise<string> =>
	Object.values(await rawTables(page, 'drafts')).join('\n');

test('a page that is hidden writes at once, while its timers sleep, and can be killed then', async ({
	world
}) => {
	const phone = await world.phone('volunteer', { lasting: true });
	const outside = await phone.browser.context.newPage();
	await outside.goto(OUTSIDE);
	const { page } = phone;
	const form = await openForm(phone, page);
	const address = page.url();
	// Browsers let the timers of hidden pages wait for a minute and more: here they wait for ever.
	await page.evaluate(() => {
		const after = globalThis.setTimeout;
		const sleeping = (work: () => void, millis = 0) => (millis < 300 ? after(work, millis) : 0);
		globalThis.setTimeout = sleeping as typeof setTimeout;
	});
	await form.input('situation').fill('写到一半：切到别的应用');
	expect(await draftsIn(outside)).not.toContain('切到别的应用');
	// Playwright keeps each of its pages in front: what a browser says when it is not has to be said in its place.
	await page.evaluate(() => {
		Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
		document.dispatchEvent(new Event('visibilitychange'));
	});
	await expect.poll(() => draftsIn(outside)).toContain('切到别的应用');
	await phone.killAndReopen();
	await phone.page.goto(address);
	await expect(new FormPage(phone.page).input('situation')).toHaveValue('写到一半：切到别的应用');
});

test('killed in the middle of typing, it has every key that was a second old', async ({ world }) => {
	const phone = await world.phone('volunteer', { lasting: true });
	await openForm(phone, phone.page);
	const address = phone.page.url();
	// Each key is the time at which it was pressed.
	await phone.page.evaluate(() => {
		const field = document.getElementById('input-situation') as HTMLTextAreaElement;
		setInterval(() => {
			field.value += ` ${Date.now()}`;
			field.dispatchEvent(new InputEvent('input', { bubbles: true }));
		}, 30);
	});
	// Long enough to be in the midst of it: what is measured ends with the kill.
	await phone.page.waitForFunction(() => {
		const field = document.getElementById('input-situation') as HTMLTextAreaElement;
		return field.value.split(' ').length > 100;
	});
	const killedAt = Date.now();
	await phone.killAndReopen();
	await phone.page.goto(address);
	const again = new FormPage(phone.page);
	await again.isShown();
	const kept = (await again.input('situation').inputValue()).split(' ').map(Number);
	expect(killedAt - (kept.at(-1) ?? 0)).toBeLessThan(1_000);
});
