import type { GrayPicture } from '../gray-picture.ts';

/** Steps of JPEG for brightness at quality 50 (ITU-T T.81, table K.1). */
const STEPS = [
	16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22,
	29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103,
	121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99
];
const WAVES = Float64Array.from({ length: 64 }, (_, at) => {
	const [wave, place] = [Math.floor(at / 8), at % 8];
	return Math.cos(((2 * place + 1) * wave * Math.PI) / 16) * (wave === 0 ? Math.sqrt(1 / 8) : 0.5);
});

/** What is left of a picture that was a JPEG of this quality, 1 to 100: every block of 8 x 8 in rounded waves. */
export function compressed({ width, height, pixels }: GrayPicture, quality: number): GrayPicture {
	const scale = quality < 50 ? 50 / quality : 2 - quality / 50;
	const out = new Uint8ClampedArray(width * height);
	const [block, between, waves] = [new Float64Array(64), new Float64Array(64), new Float64Array(64)];
	for (let top = 0; top < height; top += 8) {
		for (let left = 0; left < width; left += 8) {
			for (let at = 0; at < 64; at++) {
				const [x, y] = [Math.min(width - 1, left + (at % 8)), Math.min(height - 1, top + (at >> 3))];
				block[at] = (pixels[y * width + x] ?? 0) - 128;
			}
			along(block, between, true);
			along(between, waves, true);
			for (let at = 0; at < 64; at++) {
				const step = Math.max(1, (STEPS[(at % 8) * 8 + (at >> 3)] ?? 1) * scale);
				waves[at] = Math.round((waves[at] ?? 0) / step) * step;
			}
			along(waves, between, false);
			along(between, block, false);
			for (let at = 0; at < 64; at++) {
				const [x, y] = [left + (at % 8), top + (at >> 3)];
				if (x < width && y < height) out[y * width + x] = Math.round((block[at] ?? 0) + 128);
			}
		}
	}
	return { width, height, pixels: out };
}

/** One direction, turned: twice is both, and as it was. */
function along(from: Float64Array, to: Float64Array, forward: boolean): void {
	for (let row = 0; row < 8; row++) {
		for (let at = 0; at < 8; at++) {
			let sum = 0;
			for (let k = 0; k < 8; k++)
				sum += (from[row * 8 + k] ?? 0) * ((forward ? WAVES[at * 8 + k] : WAVES[k * 8 + at]) ?? 0);
			to[at * 8 + row] = sum;
		}
	}
}
