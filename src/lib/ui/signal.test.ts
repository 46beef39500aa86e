import { afterEach, describe, expect, it } from 'vitest';
import { Signal, type Sign } from './signal.ts';

const original = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
const originalAudio = Object.getOwnPropertyDescriptor(globalThis, 'AudioContext');
const put = (name: string, value: unknown) =>
	Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
afterEach(() => {
	for (const [name, was] of [
		['navigator', original],
		['AudioContext', originalAudio]
	] as const)
		if (was) Object.defineProperty(globalThis, name, was);
		else Reflect.deleteProperty(globalThis, name);
});

/** A phone that notes what it is told to do. */
function phone(state: AudioContextState = 'running') {
	const buzzes: number[][] = [];
	const tones: { pitch: number; from: number }[] = [];
	const node = { connect: (next: unknown) => next };
	put('navigator', {
		vibrate(this: unknown, pattern: number[]) {
			// Browsers throw where it is not called on their own object.
			if (this !== navigator) throw new TypeError('Illegal invocation');
			buzzes.push(pattern);
			return true;
		}
	});
	put(
		'AudioContext',
		class {
			state = state;
			currentTime = 10;
			destination = node;
			resume = () => Promise.resolve();
			close = () => Promise.resolve();
			createGain = () => ({ ...node, gain: { value: 1 } });
			createOscillator = () => {
				const tone = { ...node, frequency: { value: 0 }, stop: () => undefined };
				return { ...tone, start: (from: number) => tones.push({ pitch: tone.frequency.value, from }) };
			};
		}
	);
	return { buzzes, tones };
}

function give(sign: Sign): void {
	const signal = new Signal();
	signal.open();
	signal.give(sign);
	signal.close();
}

describe('what a scan feels and sounds like', () => {
	it('is one high tone and one buzz when it is good, two low ones when it is not, and each is its own', () => {
		const { buzzes, tones } = phone();
		for (const sign of ['good', 'again', 'bad'] as const) give(sign);
		expect(buzzes).toEqual([
			[70, 60],
			[70, 60, 70, 60],
			[70, 60, 70, 60]
		]);
		const [good, again, again2, bad, bad2] = tones.map(({ pitch }) => pitch);
		expect([again, bad]).toEqual([again2, bad2]);
		expect(good).toBeGreaterThan(again ?? 0);
		expect(again).toBeGreaterThan(bad ?? 0);
		expect(tones[2]?.from).toBeGreaterThan(tones[1]?.from ?? 0);
	});

	it('is felt where there is no sound, and harms nothing where there is neither', () => {
		const { buzzes, tones } = phone('suspended');
		give('bad');
		expect([buzzes.length, tones.length]).toEqual([1, 0]);
		put('navigator', {});
		put('AudioContext', undefined);
		expect(() => give('good')).not.toThrow();
	});
});
