/** The cold start: a browser that has just begun, no network, CPU six times slower, until the home can be used. */
import type { Phone } from '../e2e/harness/phone.ts';
import { text } from '../e2e/harness/texts.ts';
import { slow } from './count-taps.ts';

/**
 * The page itself says when its actions stand on the screen, drawn. Asking from outside would run the tester's own script on the
 * slowed page meanwhile, and again at each look, which no phone does.
 * @returns what waits for it: milliseconds since 1970
 */
async function watchHome(phone: Phone): Promise<() => Promise<number>> {
	let say = (_at: number) => {};
	const shown = new Promise<number>((settle) => (say = settle));
	await phone.page.exposeFunction('homeShown', (at: number) => say(at));
	await phone.page.addInitScript((name) => {
		const isShown = () =>
			[...document.querySelectorAll('nav')].some(
				(nav) => nav.ariaLabel === name && nav.querySelector('a') !== null && nav.checkVisibility()
			);
		const observer = new MutationObserver(() => {
			if (!isShown()) return;
			observer.disconnect();
			const { homeShown } = globalThis as unknown as { homeShown: (at: number) => void };
			// A message is taken up after the frame that was asked for before it has been drawn.
			const { port1, port2 } = new MessageChannel();
			port1.onmessage = () => homeShown(Date.now());
			requestAnimationFrame(() => port2.postMessage(null));
		});
		observer.observe(document, { childList: true, subtree: true });
	}, text('today_actions'));
	return () => shown;
}

/**
 * Seconds from the address until the home is drawn. The network of `phone` has been cut; its browser is killed.
 * @param repeats starts one after the other, each of a killed browser; the middle one counts
 */
export async function coldStart(phone: Phone, repeats: number): Promise<{ median: number; all: number[] }> {
	const all: number[] = [];
	while (all.length < repeats) {
		await phone.killAndReopen();
		const shown = await watchHome(phone);
		await slow(phone);
		const begun = Date.now();
		await phone.page.goto('/', { waitUntil: 'commit' });
		all.push(((await shown()) - begun) / 1000);
	}
	const median = [...all].sort((a, b) => a - b)[all.length >> 1] ?? 0;
	return { median, all };
}
