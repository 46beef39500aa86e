import { expect, it } from 'vitest';
import { compareLines } from './compare-lines.ts';

const line = (supply: string, milli: number) => ({ supply, milli });

it('says what is missing and what is too much, whatever the batches', () => {
	const sent = [line('W', 6_000), line('W', 4_000), line('C', 2_000), line('T', 1_000)];
	const got = [line('W', 9_000), line('C', 2_000), line('M', 3_000), line('T', 1_000)];
	expect(compareLines(sent, got)).toEqual([line('W', -1_000), line('M', 3_000)]);
	expect(compareLines(sent, sent)).toEqual([]);
});
