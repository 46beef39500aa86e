/** Two ways of using a server: phones that all come back from a day without a network, and a calm day. */
import type { LoadPhone } from './load-phone.ts';
import { Tally } from './tally.ts';

/** Push, what it brings, and a look when nothing is new; a step that failed ends it. */
async function exchange(phone: LoadPhone, tally: Tally, batch: number): Promise<boolean> {
	const isPushed = await tally.time('push', async () => {
		const acknowledged = await phone.push();
		tally.acknowledge(acknowledged);
		if (acknowledged !== batch) throw new Error(`${acknowledged} of ${batch} were acknowledged`);
	});
	return (
		isPushed &&
		(await tally.time('pull', async () => {
			const came = await phone.pull();
			if (came !== batch) throw new Error(`${came} of ${batch} records came back`);
		})) &&
		(await tally.time('look', () => phone.look()))
	);
}

/**
 * The phones send in turns, as quickly as they are answered, `together` of them at a time, until each has sent `pushes`
 * batches; after `seconds` none begins another.
 */
export async function rush(
	phones: readonly LoadPhone[],
	{ batch, pushes, seconds, together }: { batch: number; pushes: number; seconds: number; together: number }
): Promise<Tally> {
	const tally = new Tally();
	const until = performance.now() + seconds * 1000;
	const waiting = phones.map((phone) => ({ phone, left: pushes }));
	async function oneAtATime(): Promise<void> {
		for (let turn = waiting.shift(); turn && performance.now() < until; turn = waiting.shift()) {
			const { phone, left } = turn;
			if ((await exchange(phone, tally, batch)) && left > 1) waiting.push({ phone, left: left - 1 });
		}
	}
	await Promise.all(Array.from({ length: Math.min(together, phones.length) }, oneAtATime));
	return tally;
}

/** One phone after the other begins an exchange, at a fixed rate whatever the answers take; each at most once at a time. */
export async function steady(
	phones: readonly LoadPhone[],
	{ batch, exchanges, perSecond }: { batch: number; exchanges: number; perSecond: number }
): Promise<Tally> {
	const tally = new Tally();
	const begun = performance.now();
	const running = new Map<LoadPhone, Promise<unknown>>();
	for (let at = 0; at < exchanges; at++) {
		const due = begun + (at * 1000) / perSecond;
		const wait = due - performance.now();
		if (wait > 0) await new Promise((wake) => setTimeout(wake, wait));
		const phone = phones[at % phones.length];
		if (!phone) throw new RangeError('No phones.');
		const before = running.get(phone) ?? Promise.resolve();
		running.set(
			phone,
			before.then(() => exchange(phone, tally, batch))
		);
	}
	await Promise.all(running.values());
	return tally;
}
