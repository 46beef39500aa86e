/** Databases that do not answer: said in every look, with what to do; and the app opens once they answer. */
import type { Page } from '@playwright/test';
import { violationsInLooks } from './harness/axe.ts';
import { text } from './harness/texts.ts';
import { expect, test } from './harness/world.ts';
import { TodayPage } from './pages/today.ts';

/** Begins a newer form of the person's database and never ends it: whoever opens it waits. Gives how to give it up. */
async function holdDatabase(page: Page): Promise<() => Promise<void>> {
	const held = await page.evaluateHandle(async () => {
		const all = await indexedDB.databases();
		const own = all.find(({ name }) => name?.startsWith('liangfeng-') && name !== 'liangfeng-phone');
		const request = indexedDB.open(own?.name ?? '', (own?.version ?? 1) + 1);
		return new Promise<{ isOver: boolean }>((begun) => {
			const state = { isOver: false };
			request.onupgradeneeded = () => {
				const store = request.transaction?.objectStore('meta');
				const goOn = () => {
					if (state.isOver) request.transaction?.abort();
					else if (store) store.get('').onsuccess = goOn;
				};
				goOn();
				begun(state);
			};
		});
	});
	return () => held.evaluate((state) => void (state.isOver = true));
}

test('databases that do not answer are told of, and the app opens once they do', async ({ world }) => {
	const { page, browser } = await world.phone('volunteer');
	const other = await browser.context.newPage();
	await other.goto('/api/health');
	await page.goto('about:blank');
	const giveUp = await holdDatabase(other);

	await page.goto('/');
	await expect(page.getByRole('heading', { level: 1, name: text('phone_not_open') })).toBeVisible();
	await expect(page.getByRole('alert')).toContainText(text('open_silent'));
	expect(await violationsInLooks(page, 'databases that do not open')).toEqual([]);

	await giveUp();
	await page.getByRole('button', { name: text('field_try_again'), exact: true }).click();
	await new TodayPage(page).isShown();
});
