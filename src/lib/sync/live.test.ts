import { describe, expect, it } from 'vitest';
import { createManualClock } from '#tests/phone/manual-clock.ts';
import { createLive, type OpenStream } from './live.ts';
import { createEventReader } from './read-events.ts';

const POKE = 'event: poke\ndata: [{"scope":"user:a","gen":1,"head":4}]\n\n';

/** A phone that listens; each connection is one entry of `opened`, fed by hand. */
function bench(
	options: { elsewhere?: boolean; refuse?: { status: number; retryAfter: string | null } } = {}
) {
	const clock = createManualClock();
	const opened: { say(text: string): void; close(): void; signal: AbortSignal }[] = [];
	const cursors = [{ scope: 'user:a', gen: 1, seq: 3 }];
	let pokes = 0;
	const openStream: OpenStream = async ({ signal }) => {
		const { refuse } = options;
		const pipe = new TransformStream<string, string>();
		const writer = pipe.writable.getWriter();
		const cut = () => void writer.abort(signal.reason).catch(() => {});
		signal.addEventListener('abort', cut);
		opened.push({
			say: (text) => void writer.write(text),
			close: () => void writer.close().catch(() => {}),
			signal
		});
		return {
			status: refuse?.status ?? 200,
			contentType: refuse ? 'application/json' : 'text/event-stream',
			retryAfter: refuse?.retryAfter ?? null,
			text: pipe.readable
		};
	};
	const live = createLive({
		identity: { accountId: 'a', deviceId: 'd' },
		clock,
		random: { fraction: () => 1, bytes: (count) => new Uint8Array(count) },
		openStream,
		lock: async (_name, work) => {
			if (options.elsewhere) return false;
			await work();
			return true;
		},
		cursors: () => Promise.resolve(cursors),
		onPoke: () => void pokes++
	});
	/** Lets everything that is ready happen. */
	const settle = () => new Promise<void>((done) => setImmediate(done));
	return { clock, opened, cursors, live, settle, pokes: () => pokes };
}

describe('listening', () => {
	it('pokes only for what was not pulled yet, another generation, and changed rights', async () => {
		const phone = bench();
		phone.live.want(true);
		await phone.settle();
		// Cut anywhere: a piece is no event.
		phone.opened[0]?.say(POKE.slice(0, 30));
		await phone.settle();
		expect(phone.pokes()).toBe(0);
		phone.opened[0]?.say(POKE.slice(30));
		await phone.settle();
		expect(phone.pokes()).toBe(1);
		phone.cursors[0] = { scope: 'user:a', gen: 1, seq: 4 };
		phone.opened[0]?.say(POKE);
		await phone.settle();
		expect(phone.pokes()).toBe(1);
		phone.opened[0]?.say(POKE.replace('"gen":1', '"gen":2'));
		phone.opened[0]?.say(': beat\n\nevent: poke\ndata: []\n\nevent: poke\ndata: nonsense\n\n');
		await phone.settle();
		expect(phone.pokes()).toBe(3);
	});

	it('hangs up when the page is hidden and listens again when it is seen', async () => {
		const phone = bench();
		phone.live.want(true);
		await phone.settle();
		phone.live.want(false);
		await phone.settle();
		expect(phone.opened[0]?.signal.aborted).toBe(true);
		phone.clock.advance(3_600_000);
		expect(phone.opened).toHaveLength(1);
		phone.live.want(true);
		await phone.settle();
		expect(phone.opened).toHaveLength(2);
	});

	it('comes back after a cut, later each time, and at once after silence was noticed no sooner than a minute', async () => {
		const phone = bench();
		phone.live.want(true);
		await phone.settle();
		const waits: (number | null)[] = [];
		for (let turn = 0; turn < 3; turn++) {
			phone.opened.at(-1)?.close();
			await phone.settle();
			waits.push(phone.clock.nextIn());
			phone.clock.advance(phone.clock.nextIn() ?? 0);
			await phone.settle();
		}
		expect(waits).toEqual([4_000, 8_000, 16_000]);
		phone.opened.at(-1)?.say(': beat\n\n');
		await phone.settle();
		phone.clock.advance(59_000);
		expect(phone.opened.at(-1)?.signal.aborted).toBe(false);
		phone.clock.advance(1_000);
		expect(phone.opened.at(-1)?.signal.aborted).toBe(true);
	});

	it('comes back later each time to streams that end early, however much they say; one that lasts begins anew', async () => {
		const phone = bench();
		phone.live.want(true);
		const waits: (number | null)[] = [];
		const end = async () => {
			phone.opened.at(-1)?.close();
			await phone.settle();
			waits.push(phone.clock.nextIn());
			phone.clock.advance(phone.clock.nextIn() ?? 0);
			await phone.settle();
		};
		const says = async (text: string) => {
			phone.opened.at(-1)?.say(text);
			await phone.settle();
		};
		await phone.settle();
		for (let turn = 0; turn < 3; turn++) {
			await says(POKE);
			await end();
		}
		expect(waits.splice(0)).toEqual([4_000, 8_000, 16_000]);
		await says(POKE);
		phone.clock.advance(40_000);
		await says(': beat\n\n');
		phone.clock.advance(40_000);
		await says(': beat\n\n');
		await end();
		expect(waits).toEqual([4_000]);
	});

	it('waits as told, long when refused, and lets another tab listen', async () => {
		const busy = bench({ refuse: { status: 503, retryAfter: '60' } });
		busy.live.want(true);
		await busy.settle();
		expect(busy.clock.nextIn()).toBe(60_000);
		const signedOut = bench({ refuse: { status: 401, retryAfter: null } });
		signedOut.live.want(true);
		await signedOut.settle();
		expect(signedOut.clock.nextIn()).toBe(600_000);
		const ended = bench();
		ended.live.want(true);
		await ended.settle();
		ended.opened[0]?.say('event: end\ndata: replaced\n\n');
		await ended.settle();
		expect(ended.clock.nextIn()).toBe(600_000);
		const second = bench({ elsewhere: true });
		second.live.want(true);
		await second.settle();
		expect(second.opened).toHaveLength(0);
		expect(second.clock.nextIn()).toBe(30_000);
	});
});

describe('createEventReader', () => {
	it('reads events of any line ends, joined data, and passes comments over', () => {
		const read = createEventReader();
		expect(read('event: a\r\ndata: 1\r\ndata:2\r\n\r\n: note\n\ndata: x\n')).toEqual([
			{ event: 'a', data: '1\n2' }
		]);
		expect(read('\n')).toEqual([{ event: 'message', data: 'x' }]);
	});
});
