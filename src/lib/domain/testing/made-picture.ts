/** Pictures made by chance for tests: a place with a horizon, light and things in it, or a sheet of paper with writing. */
import type { GrayPicture } from '../gray-picture.ts';

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function chance(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

const LONG = 240;
const SHORT = 180;

export function madePicture(seed: number, isSheet = false): GrayPicture {
	const next = chance(seed);
	const isUpright = next() < 0.4;
	const [width, height] = isUpright ? [SHORT, LONG] : [LONG, SHORT];
	const pixels = new Float64Array(width * height);
	const cells = [1.5, 3, 6, 12, 24].map((part) => width / part);
	const clouds = cells.map((cell) => ({ at: cloud(width, height, cell, next), deep: cell * (0.3 + next()) }));
	const horizon = height * (0.25 + next() * 0.4);
	const [sky, ground] = [150 + next() * 90, 60 + next() * 80];
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			const plain = y < horizon ? sky - y * 0.1 : ground + (y - horizon) * 0.2;
			pixels[y * width + x] = clouds.reduce((sum, { at, deep }) => sum + at(x, y) * deep * 0.8, plain);
		}
	}
	for (let left = 2 + Math.floor(next() * 14); left > 0; left--) addThing(pixels, width, height, next);
	if (isSheet) addSheet(pixels, width, height, next);
	return { width, height, pixels: pixels.map((value) => Math.max(0, Math.min(255, value))) };
}

/** The same picture passed on: cut, made smaller, brightness a little changed, compressed to few steps with noise. */
export function passedOn(picture: GrayPicture, cut: number, seed: number): GrayPicture {
	const next = chance(seed);
	const ends = () => {
		const first = next() * cut;
		return [first, (cut - first) * (next() < 0.5 ? 1 : next())] as const;
	};
	const [[left, right], [top, bottom]] = [ends(), ends()];
	const scale = 0.35 + next() * 0.6;
	const across = picture.width * (1 - left - right);
	const down = picture.height * (1 - top - bottom);
	const [width, height] = [Math.round(across * scale), Math.round(down * scale)];
	const [contrast, shift] = [0.95 + next() * 0.1, (next() - 0.5) * 8];
	const pixels = Uint8ClampedArray.from({ length: width * height }, (_, at) => {
		const x = Math.floor(left * picture.width + ((at % width) + 0.5) * (across / width));
		const y = Math.floor(top * picture.height + (Math.floor(at / width) + 0.5) * (down / height));
		const value = picture.pixels[y * picture.width + x] ?? 0;
		return Math.round((value * contrast + shift + (next() - 0.5) * 24) / 6) * 6;
	});
	return { width, height, pixels };
}

function cloud(width: number, height: number, cell: number, next: () => number) {
	const columns = Math.ceil(width / cell) + 2;
	const knots = Float64Array.from({ length: columns * (Math.ceil(height / cell) + 2) }, () => next() - 0.5);
	const soft = (part: number) => part * part * (3 - 2 * part);
	return (x: number, y: number): number => {
		const [column, row] = [Math.floor(x / cell), Math.floor(y / cell)];
		const [across, down] = [soft(x / cell - column), soft(y / cell - row)];
		const knot = (right: number, below: number) => knots[(row + below) * columns + column + right] ?? 0;
		const upper = knot(0, 0) * (1 - across) + knot(1, 0) * across;
		return upper * (1 - down) + (knot(0, 1) * (1 - across) + knot(1, 1) * across) * down;
	};
}

function addThing(pixels: Float64Array, width: number, height: number, next: () => number): void {
	const [x, y] = [next() * width, height * (0.2 + next() * 0.8)];
	const [wide, high] = [width * (0.02 + next() * 0.12), height * (0.04 + next() * 0.2)];
	const [tone, isRound] = [next() * 255, next() < 0.5];
	for (let row = Math.max(0, Math.floor(y - high)); row < Math.min(height, y + high); row++) {
		for (let column = Math.max(0, Math.floor(x - wide)); column < Math.min(width, x + wide); column++) {
			const isInside = ((column - x) / wide) ** 2 + ((row - y) / high) ** 2 < 1;
			if (!isRound || isInside) pixels[row * width + column] = tone;
		}
	}
}

function addSheet(pixels: Float64Array, width: number, height: number, next: () => number): void {
	const [left, right] = [width * (0.03 + next() * 0.1), width * (0.9 + next() * 0.07)];
	const [top, bottom] = [height * (0.03 + next() * 0.1), height * (0.9 + next() * 0.07)];
	const fill = (x: number, y: number, long: number, high: number, tone: () => number) => {
		for (let row = Math.floor(y); row < y + high; row++) {
			for (let column = Math.floor(x); column < x + long; column++) pixels[row * width + column] = tone();
		}
	};
	fill(left, top, right - left, bottom - top, () => 215 + next() * 10);
	const lines = 10 + Math.floor(next() * 12);
	const step = (bottom - top) / lines;
	for (let line = 0; line < lines; line++) {
		const y = top + step * (line + 0.5);
		for (let column = 0; column < 4; column++) {
			const cell = (right - left) / 4;
			fill(left + cell * (column + 0.1), y - 2, cell * (0.2 + next() * 0.6), 4, () =>
				next() < 0.5 ? 60 : 215
			);
		}
		fill(left, y + step / 2 - 1, right - left, 1, () => 120);
	}
}
