import type { Page } from '@playwright/test';
import { text } from '#tests/e2e/harness/texts.ts';

declare global {
	/** When a record was first in the list (by id), and when it was first shown as approved (`id approved`); Unix ms. */
	var seenAt: Record<string, number>;
	/** When something was clicked last. */
	var clickedAt: number;
}

/** From the next load of the page on, notes when records come into its list, whichever subject draws it. */
export async function watchList(page: Page): Promise<void> {
	await page.addInitScript((approved) => {
		globalThis.seenAt = {};
		const look = () => {
			for (const row of document.querySelectorAll('main .list a[href]')) {
				const id = row.getAttribute('href')?.split('/').at(-1) ?? '';
				globalThis.seenAt[id] ??= Date.now();
				if (row.textContent?.includes(approved)) globalThis.seenAt[`${id} approved`] ??= Date.now();
			}
		};
		new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
		document.addEventListener('click', () => (globalThis.clickedAt = Date.now()), true);
	}, text('review_approved'));
}

const WITHIN = 60_000;

/** When the record came into the list; waits for it. */
export async function seenAt(page: Page, key: string): Promise<number> {
	const handle = await page.waitForFunction((wanted) => globalThis.seenAt[wanted], key, {
		polling: 20,
		timeout: WITHIN
	});
	return (await handle.jsonValue()) ?? Number.NaN;
}
