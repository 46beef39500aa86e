import exifr from 'exifr';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readExifTime } from './exif-time.ts';
import { withTakenTime } from './jpeg-time.ts';

const bare = () => Uint8Array.from([0xff, 0xd8, 0xff, 0xdb, 0, 4, 1, 2, 0xff, 0xd9]);
const read = (bytes: Uint8Array<ArrayBuffer>) => readExifTime(bytes.slice().buffer);

/** A JPEG as cameras write it: other segments before, other entries beside, either order of bytes. */
function cameraFile(little: boolean, before: number, beside: number, time: string, offset: string | null) {
	const texts = [[0x9003, time] as const, ...(offset === null ? [] : [[0x9011, offset] as const])];
	const exif = 8 + 2 + (beside + 1) * 12 + 4;
	const data = exif + 2 + texts.length * 12 + 4;
	const tiff = new DataView(new ArrayBuffer(data + 64));
	const put = (at: number, text: string) =>
		[...text].forEach((letter, n) => tiff.setUint8(at + n, letter.charCodeAt(0)));
	const entry = (at: number, tag: number, type: number, count: number, value: number) => {
		tiff.setUint16(at, tag, little);
		tiff.setUint16(at + 2, type, little);
		tiff.setUint32(at + 4, count, little);
		tiff.setUint32(at + 8, value, little);
	};
	put(0, little ? 'II' : 'MM');
	tiff.setUint16(2, 42, little);
	tiff.setUint32(4, 8, little);
	tiff.setUint16(8, beside + 1, little);
	for (let n = 0; n < beside; n++) entry(10 + n * 12, 0x0100 + n, 4, 1, 7);
	entry(10 + beside * 12, 0x8769, 4, 1, exif);
	tiff.setUint16(exif, texts.length, little);
	texts.forEach(([tag, text], n) => {
		const at = data + n * 24;
		entry(exif + 2 + n * 12, tag, 2, text.length + 1, at);
		put(at, text);
	});
	const other = Array.from({ length: before }, () => [0xff, 0xe0, 0, 6, 1, 2, 3, 4]).flat();
	const length = 2 + 6 + tiff.byteLength;
	const app1 = [0xff, 0xe1, length >> 8, length & 0xff, ...[...'Exif\0\0'].map((one) => one.charCodeAt(0))];
	const rest = [...bare().subarray(2)];
	return Uint8Array.from([0xff, 0xd8, ...other, ...app1, ...new Uint8Array(tiff.buffer), ...rest]);
}

describe('the time that a picture says', () => {
	it('is what this product writes', () => {
		const file = withTakenTime(bare(), '2026-07-14T02:03:04.000Z');
		expect(read(file)).toEqual({ taken: '2026:07:14 10:03:04', offset: '+08:00' });
	});

	it('is read as a whole reader of EXIF reads it, in either order of bytes', async () => {
		const two = (most: number) => fc.integer({ min: 1, max: most }).map((n) => String(n).padStart(2, '0'));
		const time = fc
			.tuple(fc.integer({ min: 1990, max: 2090 }), two(12), two(28), two(23), two(59), two(59))
			.map(([year, month, day, ...clock]) => `${year}:${month}:${day} ${clock.join(':')}`);
		await fc.assert(
			fc.asyncProperty(
				fc.boolean(),
				fc.integer({ min: 0, max: 3 }),
				fc.integer({ min: 0, max: 9 }),
				time,
				fc.option(fc.constantFrom('+08:00', '-03:30', '+00:00')),
				async (little, before, beside, taken, offset) => {
					const file = cameraFile(little, before, beside, taken, offset);
					const whole = (await exifr.parse(file, { reviveValues: false })) as Record<string, string>;
					expect(whole.DateTimeOriginal).toBe(taken);
					expect(read(file)).toEqual({
						taken: whole.DateTimeOriginal,
						offset: whole.OffsetTimeOriginal ?? ''
					});
				}
			)
		);
	});

	it('is not known of anything else, and never leads out of the file', () => {
		expect(read(bare())).toBeNull();
		const file = cameraFile(true, 1, 3, '2026:07:14 10:03:04', '+08:00');
		fc.assert(
			fc.property(
				fc.uint8Array({ maxLength: 200 }),
				fc.nat({ max: file.length - 1 }),
				fc.nat(255),
				(noise, at, byte) => {
					const spoilt = Uint8Array.from(file);
					spoilt[at] = byte;
					for (const bytes of [Uint8Array.from(noise), spoilt, file.slice(0, at)]) {
						try {
							const found = read(bytes);
							expect(found === null || typeof found.taken === 'string').toBe(true);
						} catch (error) {
							expect(error).toBeInstanceOf(RangeError);
						}
					}
				}
			)
		);
	});
});
