/** Lists, searches, the first screen and the search of places in the browser, on a processor six times slower. */
import type { Page } from '@playwright/test';
import { openPage, type Contender } from './exchange.ts';
import type { Report } from './report.ts';
import { sampleNames } from './sample-names.ts';

/** How many times slower than this machine a phone is taken to be. */
const SLOWER = 6;
const PLACES = 7_700;

/** @param counts local records that are there */
export async function measureLists(
	report: Report,
	page: Page,
	contender: Contender,
	options: { counts: readonly number[]; times: number; today: string }
): Promise<void> {
	const session = await page.context().newCDPSession(page);
	const slow = (rate: number) => session.send('Emulation.setCPUThrottlingRate', { rate });
	const names = sampleNames();
	const add = (name: string, values: readonly number[], most?: number) =>
		report.add({
			name,
			on: `chromium, ${SLOWER} x slower`,
			unit: 'ms',
			values: { product: [...values] },
			...(most ? { most } : {})
		});
	for (const count of options.counts) {
		await openPage(page, contender, options.today);
		await page.evaluate((given) => {
			globalThis.patterns = { ...globalThis.patterns, names: given };
		}, names);
		await page.evaluate((n) => globalThis.lists.fill(n), count);
		await slow(SLOWER);
		const lists = await page.evaluate((times) => globalThis.lists.measure(times), options.times);
		const places =
			count === options.counts[0] ? await page.evaluate((n) => globalThis.lists.places(n), PLACES) : {};
		await slow(1);
		for (const [name, values] of Object.entries(lists)) {
			const isPromised = count <= 10_000 || name.startsWith('reopen');
			add(`${name}; ${count.toLocaleString('en')} records`, values, isPromised ? 100 : undefined);
		}
		for (const [name, values] of Object.entries(places)) add(name, values, 100);
	}
}
