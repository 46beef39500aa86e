import { describe, expect, it } from 'vitest';
import { heardBy, MAX_RESTORES } from '#lib/protocol/push.ts';
import { heardRestores } from '#lib/protocol/push-request.ts';
import { firstUnheard, knownEpoch } from './heard-restores.ts';

const RESTORES = [
	{ epoch: 100, at: '2025-01-01' },
	{ epoch: 200, at: '2025-02-01' },
	{ epoch: 300, at: '2025-03-01' }
];

describe('the epoch that a device knew', () => {
	const heard = [
		{ epoch: 1, n: 10 },
		{ epoch: 100, n: 20 }
	];
	it.each([
		['before it heard of any', 10, 1],
		['between two', 11, 100],
		['after the last', 21, 200],
		['in an operation without a counter', 'x', null]
	])('%s', (_, n, known) => expect(knownEpoch(n, { ...push, heard, epoch: 200 })).toBe(known));

	it('is not known of one that tells of no restore, and not before the last of one that tells of it alone', () => {
		expect(knownEpoch(1, { ...push, epoch: 200 })).toBeNull();
		expect(knownEpoch(1, { ...push, heard: heardBy({ beforeRestore: 5 }), epoch: 200 })).toBe(0);
	});

	const push = { operations: [], grantsRev: 0, deviceTime: null };
});

describe('the first restore that was not heard of', () => {
	it.each([
		['by its epoch', 1, [], '2025-01-01'],
		['between two', 100, [], '2025-02-01'],
		['by nobody who knows the present server, whatever its clock says', 300, ['2020-01-01'], null],
		['by one of its times, where nobody knows', null, ['2025-02-15', '2025-01-15'], '2025-02-01'],
		['by none, where its times are later', null, ['2025-03-02'], null],
		['before all, where it knew a server that never was this one', 150, ['2025-03-02'], '']
	])('%s', (_, known, times, at) => expect(firstUnheard(known, times, RESTORES)).toBe(at));

	it('is none where there was none', () => expect(firstUnheard(7, ['2020-01-01'], [])).toBeNull());
});

it('restores without end are no list of them', () => {
	const list = (length: number) => heardRestores.safeParse(Array(length).fill({ epoch: 1, n: 1 })).success;
	expect([list(MAX_RESTORES), list(MAX_RESTORES + 1)]).toEqual([true, false]);
});
