import { describe, expect, it } from 'vitest';
import { withTakenTime } from '#lib/domain/jpeg-time.ts';
import { readTakenAt } from './read-taken-at.ts';

const bare = () => Uint8Array.from([0xff, 0xd8, 0xff, 0xdb, 0, 4, 1, 2, 0xff, 0xd9]);

describe('the time in a file of the gallery', () => {
	it('is read with its offset', async () => {
		const file = new Blob([withTakenTime(bare(), '2026-07-14T02:03:04.000Z')]);
		expect(await readTakenAt(file)).toBe('2026-07-14T02:03:04.000Z');
	});

	it('is not known where the file does not say, or is no picture', async () => {
		expect(await readTakenAt(new Blob([bare()]))).toBeNull();
		expect(await readTakenAt(new Blob(['words']))).toBeNull();
	});
});
