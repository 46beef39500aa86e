/** The connections of a page to its databases, as faults of a browser see them. */
import type { Page } from '@playwright/test';
import type { Phone } from './phone.ts';

interface Watched {
	openDatabases: IDBDatabase[];
	closedByBrowser: number;
}

/** Looks on from the next page of this browser on: which connections are open, how many the browser closed by itself. */
export async function watchConnections(phone: Phone): Promise<void> {
	await phone.browser.context.addInitScript(() => {
		const watched = globalThis as unknown as Watched;
		watched.openDatabases = [];
		watched.closedByBrowser = 0;
		const open = IDBFactory.prototype.open;
		IDBFactory.prototype.open = function (...given) {
			const request = open.apply(this, given);
			request.addEventListener('success', () => {
				watched.openDatabases.push(request.result);
				request.result.addEventListener('close', () => watched.closedByBrowser++);
			});
			return request;
		};
	});
}

export function closedByBrowser(page: Page): Promise<number> {
	return page.evaluate(() => (globalThis as unknown as Watched).closedByBrowser);
}

/** Closes every connection behind the app's back: the next use of one fails with InvalidStateError. */
export function closeUnderneath(page: Page): Promise<void> {
	return page.evaluate(() => {
		for (const one of (globalThis as unknown as Watched).openDatabases.splice(0)) one.close();
	});
}

/** Chromium itself closes all connections of all pages, as it does when its storage fails. */
export async function forceClose(phone: Phone): Promise<void> {
	const page = await phone.browser.context.newPage();
	await page.goto('chrome://indexeddb-internals');
	const buttons = page.locator('.force-close');
	await buttons.first().waitFor();
	for (const button of await buttons.all()) await button.click();
	await page.close();
}
