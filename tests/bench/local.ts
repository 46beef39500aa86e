/** Saving, listing, searching and reopening in the browser, without a server. */
import type { Page } from '@playwright/test';
import { openPage, type Contender } from './exchange.ts';
import type { Report } from './report.ts';

const PROMISED: Readonly<Record<string, { readonly timesFloor?: number; readonly most?: number }>> = {
	'save, strict': { timesFloor: 1.5 },
	'list, first 50': { most: 100 },
	search: { most: 100 },
	'reopen to the first screen': { most: 100 }
};

/** @param counts local records that are there already */
export async function measureLocal(
	report: Report,
	page: Page,
	contender: Contender,
	options: { counts: readonly number[]; times: number; today: string }
): Promise<void> {
	for (const count of options.counts) {
		await openPage(page, contender, options.today);
		const given = [count, options.times] as const;
		const pairs = await page.evaluate(([n, times]) => globalThis.measureLocal(n, times), given);
		for (const [name, values] of Object.entries(pairs)) {
			// A search through 100,000 records of one person is beyond what is promised.
			const promised = name === 'search' && count > 10_000 ? {} : (PROMISED[name] ?? {});
			const named = `${name}; ${count.toLocaleString('en')} records`;
			report.add({ name: named, on: 'chromium', unit: 'ms', values, ...promised });
		}
	}
}
