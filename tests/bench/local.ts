/** Saving, listing, searching and reopening in the browser, without a server. */
import type { Page } from '@playwright/test';
import { openPage, type Contender } from './exchange.ts';
import type { Metric, Report } from './report.ts';

const PROMISED: Readonly<Record<string, Pick<Metric, 'timesFloor' | 'most' | 'share'>>> = {
	'save, strict': { timesFloor: 1.5, share: 0.95 },
	'list, first 50': { most: 100 },
	search: { most: 100 },
	'reopen to the first screen': { most: 100 }
};

/** @param counts local records that are there already */
export async function measureLocal(
	report: Report,
	page: Page,
	[product, ...peers]: readonly [Contender, ...Contender[]],
	options: { counts: readonly number[]; times: number; today: string }
): Promise<void> {
	for (const count of options.counts) {
		const given = [count, options.times] as const;
		await openPage(page, product, options.today);
		const measured: Record<string, Metric['values']> = await page.evaluate(
			([n, times]) => globalThis.measureLocal(n, times),
			given
		);
		for (const peer of peers) {
			await openPage(page, peer, options.today);
			const theirs = await page.evaluate(([n, times]) => globalThis.measurePeer(n, times), given);
			for (const [name, values] of Object.entries(theirs))
				measured[name] = { ...measured[name], [peer.name]: values };
		}
		for (const [name, values] of Object.entries(measured)) {
			// A search through 100,000 records of one person is beyond what is promised.
			const promised = name === 'search' && count > 10_000 ? {} : (PROMISED[name] ?? {});
			const there = `${count.toLocaleString('en')} records`;
			const metric = { on: 'chromium', unit: 'ms', values };
			const { share } = promised;
			if (share) report.add({ ...metric, name: `${name}; ${there}` });
			report.add({ ...metric, name: `${name}${share ? `, p${share * 100}` : ''}; ${there}`, ...promised });
		}
	}
}

declare global {
	/** What a peer's page offers, where the product's is `measureLocal`: the milliseconds of each, by name. */
	var measurePeer: (count: number, times: number) => Promise<Record<string, number[]>>;
}
