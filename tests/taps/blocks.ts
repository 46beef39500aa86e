import type { Page } from '@playwright/test';

/** Tells the longest time for which the page could not react, in milliseconds, since it was begun; 0 where none reached 50. */
export async function watchBlocks(page: Page): Promise<() => Promise<number>> {
	await page.evaluate(() => {
		const blocks: number[] = [];
		Object.assign(globalThis, { blocks });
		new PerformanceObserver((list) => {
			for (const { duration } of list.getEntries()) blocks.push(duration);
		}).observe({ type: 'longtask' });
	});
	return () =>
		page.evaluate(() => Math.max(0, ...(globalThis as unknown as { readonly blocks: number[] }).blocks));
}
