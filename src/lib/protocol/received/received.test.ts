import { sha256 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import qrcode from 'qrcode-generator';
import { toBase32 } from '#lib/domain/codes/base32.ts';
import { FIRST_BITS, isInPlaces, placesIn, toGolombSet } from './golomb-set.ts';
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
				for (const text of all) expect(isInPlaces(places, set, text)).toBe(true);
			}),
			{ numRuns: 100 }
		);
	});

	it('says a false yes in less than 0.2 % of cases, of any size, and so do five together', () => {
		const asked = Array.from({ length: 40_000 }, (_, at) => `card:out-${at}`);
		for (const size of [1, 100, 2_000]) {
			const sets = [1, 2, 3, 4, 5].map((phone) => {
				const set = toGolombSet(Array.from({ length: size }, (_, at) => `card:in-${phone}-${size}-${at}`));
				return { ...set, places: placesIn(set) ?? new Set<number>() };
			});
			const isIn = (key: string, among: typeof sets) => among.some((one) => isInPlaces(one.places, one, key));
			for (const among of [sets.slice(0, 1), sets]) {
				const wrong = asked.filter((key) => isIn(key, among)).length;
				expect(wrong / asked.length).toBeLessThan(0.002);
			}
		}
	});

	it('is small: 500 persons in 875 bytes', () => {
		const set = toGolombSet(Array.from({ length: 500 }, (_, at) => `card:${at}`));
		expect(set.bytes.length).toBeLessThan(875);
		expect(toGolombSet([])).toEqual({ count: 0, bits: 12, bytes: new Uint8Array() });
		expect(isInPlaces(new Set(), { count: 0, bits: 12 }, 'x')).toBe(false);
		expect(() => toGolombSet(Array.from({ length: 5_001 }, (_, at) => String(at)))).toThrow(RangeError);
	});

	it('is refused where the bytes are those of none, and never hangs', () => {
		fc.assert(
			fc.property(fc.nat(6_000), fc.uint8Array({ maxLength: 100 }), (count, bytes) => {
				const places = placesIn({ count, bits: 12, bytes: Uint8Array.from(bytes) });
				if (places) expect(places.size).toBeLessThanOrEqual(count);
			})
		);
	});
});

describe('frames', () => {
	const SEASON = 'SQL-2026';
	const DAY = '2026-07-10';
	const PHONE = '0190b3a0-0000-7000-8000-000000000001';

	it('carry a set in any order, with repetition, until it is whole', () => {
		fc.assert(
			fc.property(texts, fc.array(fc.nat(50), { maxLength: 60 }), (all, order) => {
				const frames = receivedFrames(SEASON, DAY, PHONE, all);
				const collector = new FrameCollector(dayMark(SEASON, DAY));
				let whole: ReceivedSet | null = null;
				for (const at of [...order.map((one) => one % frames.length), ...frames.keys()]) {
					const answer = collector.take(frames[at]?.toLowerCase() ?? '');
					if (isSet(answer)) whole = answer;
					else expect(answer).toBeNull();
				}
				expect(whole?.count).toBe(all.length);
				for (const text of all) expect(whole && isInPlaces(whole.places, whole, text)).toBe(true);
			}),
			{ numRuns: 60 }
		);
	});

	it('of another day, another season or another set do not mix', () => {
		const of = dayMark(SEASON, DAY);
		const many = (prefix: string) => Array.from({ length: 300 }, (_, at) => `${prefix}${at}`);
		const [first = ''] = receivedFrames(SEASON, '2026-07-11', PHONE, ['a']);
		expect(new FrameCollector(of).take(first)).toEqual({ problem: 'other-day' });
		expect(new FrameCollector(of).take('LF1.W.x')).toEqual({ problem: 'not-ours' });
		const [one = [], other = []] = ['a', 'b'].map((name) => receivedFrames(SEASON, DAY, PHONE, many(name)));
		const collector = new FrameCollector(of);
		collector.take(one[0] ?? '');
		for (const frame of other.slice(0, -1)) expect(collector.take(frame)).toBeNull();
		expect(isSet(collector.take(other.at(-1) ?? ''))).toBe(true);
	});

	it('say which phone they are of, for that day and season alone', () => {
		const phoneOf = (season: string, day: string, device: string, keys: readonly string[]) =>
			receivedFrames(season, day, device, keys)[0]?.split('.')[2];
		const mark = phoneOf(SEASON, DAY, PHONE, ['a']);
		expect(mark).toMatch(/^[A-Z2-7]{8}$/);
		expect(phoneOf(SEASON, DAY, PHONE, ['a', 'b'])).toBe(mark);
		for (const [season, day, device] of [
			['SWN-2026', DAY, PHONE],
			[SEASON, '2026-07-11', PHONE],
			[SEASON, DAY, 'another']
		] as const)
			expect(phoneOf(season, day, device, ['a'])).not.toBe(mark);
	});

	it('of the first version are still read, in its ten bits', () => {
		const { count, bytes } = toGolombSet(['a', 'b', 'c'], FIRST_BITS);
		const id = toBase32(sha256(bytes).subarray(0, 5));
		const frame = ['LR1', dayMark(SEASON, DAY), id, '1-1', count, toBase32(bytes)].join('.');
		const read = new FrameCollector(dayMark(SEASON, DAY)).take(frame);
		if (!isSet(read)) throw new Error('not read');
		expect(read).toMatchObject({ phone: null, count: 3, bits: FIRST_BITS });
		for (const text of ['a', 'b', 'c']) expect(isInPlaces(read.places, read, text)).toBe(true);
		// A mark in an old one, or none in a new one, is neither.
		for (const wrong of [frame.replace('LR1', 'LR2'), frame.replace(id, `AAAAAAAA.${id}`)])
			expect(new FrameCollector(dayMark(SEASON, DAY)).take(wrong)).toEqual({ problem: 'not-ours' });
	});

	it('altered on the way are noticed', () => {
		const [frame = ''] = receivedFrames(SEASON, DAY, PHONE, ['a', 'b', 'c']);
		const letter = frame.at(-2) === 'A' ? 'B' : 'A';
		const altered = frame.slice(0, -2) + letter + frame.slice(-1);
		expect(new FrameCollector(dayMark(SEASON, DAY)).take(altered)).toHaveProperty('problem');
	});

	it('fit into QR codes of version 10 at level M', () => {
		for (const frame of receivedFrames(
			SEASON,
			DAY,
			PHONE,
			Array.from({ length: 2_000 }, (_, at) => `card:${at}`)
		)) {
			const qr = qrcode(0, 'M');
			qr.addData(frame, 'Alphanumeric');
			qr.make();
			expect(qr.getModuleCount()).toBeLessThanOrEqual(17 + 4 * 10);
		}
	});
});
