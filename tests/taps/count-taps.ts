import type { Page } from '@playwright/test';
import type { Phone } from '../e2e/harness/phone.ts';
import type { Budget, Measurement } from './budgets.ts';

/** As `tapsOn`, of a phone. Begin again with a new browser. */
export async function countTaps(phone: Phone): Promise<() => number> {
	const { page } = phone;
	const taps = await tapsOn(page);
	return () => {
		if (phone.page !== page) throw new Error('The browser was opened anew: nobody counts its taps.');
		return taps();
	};
}

/** Presses and fields typed into, counted where they arrive: in the page, from its next navigation on. */
export async function tapsOn(page: Page): Promise<() => number> {
	let taps = 0;
	await page.exposeFunction('countTap', () => void taps++);
	await page.context().addInitScript(() => {
		const count = (globalThis as unknown as { countTap: () => void }).countTap;
		const typed = new WeakSet<EventTarget>();
		addEventListener('pointerdown', () => count(), true);
		addEventListener(
			'input',
			(event) => {
				const at = event.target;
				// A list is opened and an entry chosen; the browser's own list tells the page of neither.
				if (at instanceof HTMLSelectElement) {
					count();
					count();
				}
				if (!(at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement) || typed.has(at)) return;
				typed.add(at);
				if (at.type !== 'checkbox' && at.type !== 'radio') count();
			},
			true
		);
	});
	return () => taps;
}

/** What `act` takes; it gives its taps. */
export async function timed(budget: Budget, act: () => Promise<number>): Promise<Measurement> {
	const begun = performance.now();
	const taps = await act();
	return { budget, taps, seconds: (performance.now() - begun) / 1000 };
}

/** The processor of a page: six times slower than this machine's. */
export async function slowPage(page: Page): Promise<void> {
	const session = await page.context().newCDPSession(page);
	await session.send('Emulation.setCPUThrottlingRate', { rate: 6 });
}

export const slow = (phone: Phone): Promise<void> => slowPage(phone.page);
