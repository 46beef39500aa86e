import exifr from 'exifr';
import { describe, expect, it } from 'vitest';
import { withTakenTime } from './jpeg-time.ts';

/** As much of a JPEG as a reader of EXIF looks at. */
const bare = () => Uint8Array.from([0xff, 0xd8, 0xff, 0xdb, 0, 4, 1, 2, 0xff, 0xd9]);

describe('the time in a picture file', () => {
	it('is all that a reader finds', async () => {
		const file = withTakenTime(bare(), '2026-07-14T02:03:04.000Z');
		const read: unknown = await exifr.parse(file, { tiff: true, exif: true, gps: true, reviveValues: false });
		expect(read).toEqual({ DateTimeOriginal: '2026:07:14 10:03:04', OffsetTimeOriginal: '+08:00' });
		expect([...file.slice(-8)]).toEqual([...bare().slice(-8)]);
	});

	it('is left out where it is not known, and of what is no JPEG', () => {
		expect([...withTakenTime(bare(), null)]).toEqual([...bare()]);
		expect([...withTakenTime(Uint8Array.from([1, 2, 3]), '2026-07-14T02:03:04.000Z')]).toEqual([1, 2, 3]);
	});
});
