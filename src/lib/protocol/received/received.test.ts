import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import qrcode from 'qrcode-generator';
import { isInPlaces, placesIn, toGolombSet } from './golomb-set.ts';
import { dayMark, FrameCollector, receivedFrames, type ReceivedSet } from './received-frames.ts';

const texts = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 30 }), { maxLength: 300 });
const isSet = (answer: unknown): answer is ReceivedSet =>
	typeof answer === 'object' && answer !== null && 'places' in answer;

describe('a compact set', () => {
	it('knows all that was put in', () => {
		fc.assert(
			fc.property(texts, (all) => {
				const set = toGolombSet(all);
				const places = placesIn(set);
				if (!places) throw new Error('not read');
				for (const text of all) expect(isInPlaces(places, set.count, text)).toBe(true);
			}),
			{ numRuns: 100 }
		);
	});

	it('says a false yes in less than 0.2 % of cases, of any size', () => {
		for (const size of [1, 10, 100, 500, 2_000]) {
			const set = toGolombSet(Array.from({ length: size }, (_, at) => `card:in-${size}-${at}`));
			const places = placesIn(set) ?? new Set();
			let wrong = 0;
			for (let at = 0; at < 40_000; at++) if (isInPlaces(places, set.count, `card:out-${at}`)) wrong++;
			expect(wrong / 40_000).toBeLessThan(0.002);
		}
	});

	it('is small: 500 persons in 750 bytes', () => {
		const set = toGolombSet(Array.from({ length: 500 }, (_, at) => `card:${at}`));
		expect(set.bytes.length).toBeLessThan(750);
		expect(toGolombSet([])).toEqual({ count: 0, bytes: new Uint8Array() });
		expect(isInPlaces(new Set(), 0, 'x')).toBe(false);
		expect(() => toGolombSet(Array.from({ length: 5_001 }, (_, at) => String(at)))).toThrow(RangeError);
	});

	it('is refused where the bytes are those of none, and never hangs', () => {
		fc.assert(
			fc.property(fc.nat(6_000), fc.uint8Array({ maxLength: 100 }), (count, bytes) => {
				const places = placesIn({ count, bytes: Uint8Array.from(bytes) });
				if (places) expect(places.size).toBeLessThanOrEqual(count);
			})
		);
	});
});

describe('frames', () => {
	const SEASON = 'SQL-2026';
	const DAY = '2026-07-10';

	it('carry a set in any order, with repetition, until it is whole', () => {
		fc.assert(
			fc.property(texts, fc.array(fc.nat(50), { maxLength: 60 }), (all, order) => {
				const frames = receivedFrames(SEASON, DAY, all);
				const collector = new FrameCollector(dayMark(SEASON, DAY));
				let whole: ReceivedSet | null = null;
				for (const at of [...order.map((one) => one % frames.length), ...frames.keys()]) {
					const answer = collector.take(frames[at]?.toLowerCase() ?? '');
					if (isSet(answer)) whole = answer;
					else expect(answer).toBeNull();
				}
				expect(whole?.count).toBe(all.length);
				for (const text of all) expect(isInPlaces(whole?.places ?? new Set(), all.length, text)).toBe(true);
			}),
			{ numRuns: 60 }
		);
	});

	it('of another day, another season or another set do not mix', () => {
		const of = dayMark(SEASON, DAY);
		const many = (prefix: string) => Array.from({ length: 300 }, (_, at) => `${prefix}${at}`);
		const [first = ''] = receivedFrames(SEASON, '2026-07-11', ['a']);
		expect(new FrameCollector(of).take(first)).toEqual({ problem: 'other-day' });
		expect(new FrameCollector(of).take('LF1.W.x')).toEqual({ problem: 'not-ours' });
		const [one, other] = [receivedFrames(SEASON, DAY, many('a')), receivedFrames(SEASON, DAY, many('b'))];
		const collector = new FrameCollector(of);
		collector.take(one[0] ?? '');
		for (const frame of other.slice(0, -1)) expect(collector.take(frame)).toBeNull();
		expect(isSet(collector.take(other.at(-1) ?? ''))).toBe(true);
	});

	it('altered on the way are noticed', () => {
		const [frame = ''] = receivedFrames(SEASON, DAY, ['a', 'b', 'c']);
		const letter = frame.at(-2) === 'A' ? 'B' : 'A';
		const altered = frame.slice(0, -2) + letter + frame.slice(-1);
		expect(new FrameCollector(dayMark(SEASON, DAY)).take(altered)).toHaveProperty('problem');
	});

	it('fit into QR codes of version 10 at level M', () => {
		for (const frame of receivedFrames(
			SEASON,
			DAY,
			Array.from({ length: 2_000 }, (_, at) => `card:${at}`)
		)) {
			const qr = qrcode(0, 'M');
			qr.addData(frame, 'Alphanumeric');
			qr.make();
			expect(qr.getModuleCount()).toBeLessThanOrEqual(17 + 4 * 10);
		}
	});
});
