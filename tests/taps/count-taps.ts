import type { Phone } from '../e2e/harness/phone.ts';
import type { Budget, Measurement } from './budgets.ts';

/** Presses and fields typed into, counted where they arrive: in the page, across its navigations. Begin again with a new browser. */
export async function countTaps(phone: Phone): Promise<() => number> {
	let taps = 0;
	const { page } = phone;
	await page.exposeFunction('countTap', () => void taps++);
	await phone.browser.context.addInitScript(() => {
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
	return () => {
		if (phone.page !== page) throw new Error('The browser was opened anew: nobody counts its taps.');
		return taps;
	};
}

/** What `act` takes; it gives its taps. */
export async function timed(budget: Budget, act: () => Promise<number>): Promise<Measurement> {
	const begun = performance.now();
	const taps = await act();
	return { budget, taps, seconds: (performance.now() - begun) / 1000 };
}

/** A phone's processor: six times slower than this machine's. */
export async function slow(phone: Phone): Promise<void> {
	const session = await phone.browser.context.newCDPSession(phone.page);
	await session.send('Emulation.setCPUThrottlingRate', { rate: 6 });
}
