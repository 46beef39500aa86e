/** What an exchange costs in which neither side has anything to say: time of the round trip and bytes on the wire. */
import { Agent, request } from 'node:http';
import type { Socket } from 'node:net';
import { Device } from '#tests/e2e/harness/device.ts';
import { accountName, PASSWORD, type Engine, type Host } from './hosts.ts';
import type { Report } from './report.ts';

interface Exchange {
	readonly millis: number;
	/** Both ways, headers included. */
	readonly bytes: number;
	readonly text: string;
}

class Wire {
	readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
	#seen = 0;

	post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Exchange> {
		return new Promise((settle, fail) => {
			const begun = performance.now();
			let socket: Socket | null = null;
			const asking = request(url, { method: 'POST', agent: this.#agent, headers }, (answer) => {
				let text = '';
				answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
				answer.on('end', () => {
					const millis = performance.now() - begun;
					const total = (socket?.bytesRead ?? 0) + (socket?.bytesWritten ?? 0);
					const bytes = total - this.#seen;
					this.#seen = total;
					if (answer.statusCode === 200) settle({ millis, bytes, text });
					else fail(new Error(`${url}: ${answer.statusCode} ${text}`));
				});
			});
			asking.on('socket', (one) => (socket = one));
			asking.on('error', fail);
			asking.end(body);
		});
	}

	close(): void {
		this.#agent.destroy();
	}
}

interface Cursors {
	readonly pages: readonly { readonly scope: string; readonly gen: number; readonly to: number }[];
}

export async function measureIdle(
	report: Report,
	engine: Engine,
	product: Host,
	floor: Host,
	times: number
): Promise<void> {
	const device = new Device(product.url);
	await device.signIn(accountName(0), PASSWORD);
	const first = await device.pull();
	const cursors = (answer: Cursors) => answer.pages.map(({ scope, gen, to }) => ({ scope, gen, seq: to }));
	const text = device.pullText(cursors(first));
	const headers = { 'content-type': 'application/json', accept: 'application/json', ...device.headers() };
	const [ours, theirs] = [new Wire(), new Wire()];
	const values = { product: [] as number[], floor: [] as number[] };
	let [bytes, bodies] = [0, 0];
	for (let at = 0; at < times; at++) {
		const exchange = await ours.post(`${product.url}/api/sync/pull`, headers, text);
		[bytes, bodies] = [exchange.bytes, text.length + exchange.text.length];
		const bare = await theirs.post(`${floor.url}/head`, {}, '{}');
		values.product.push(exchange.millis);
		values.floor.push(bare.millis);
	}
	ours.close();
	theirs.close();
	report.add({ name: 'empty exchange', on: engine, unit: 'ms', values, most: 5 });
	const one = { on: engine, unit: 'B', most: 1_000 };
	report.add({ ...one, name: 'empty exchange, bodies both ways', values: { product: [bodies] } });
	report.add({ ...one, name: 'empty exchange, with headers', values: { product: [bytes] } });
}
