/** Photos of filled forms, and copies of them, made by chance for tests. */
import type { GrayPicture } from '../gray-picture.ts';
import { compressed } from './compressed.ts';
import { chance } from './made-picture.ts';
import { madePage, PAGE } from './sheet-page.ts';
import { meanIn } from './shrunk.ts';

/** Longer side of a made photo; the paper's writing is still finer than any print. */
const LONG = 960;

type Next = () => number;
type Place = readonly [number, number];

/**
 * A sheet of this form as a phone takes it: on a table, tilted, under uneven light, in the shadow of a hand. One in four as
 * an app for scanning makes it: the paper alone, upright, so that the printed part of all of them lies at the same place.
 */
export function madeSheet(form: number, sheet: number, long = LONG): GrayPicture {
	const next = chance(900_000 + form * 10_007 + sheet);
	const page = madePage(form, sheet);
	const isScanned = next() < 0.25;
	const [width, height] = !isScanned && next() < 0.2 ? [long, (long * 3) / 4] : [(long * 3) / 4, long];
	const toPage = isScanned ? flat(next) : pose(width, height, next);
	const light = lighting(next, isScanned);
	const desk = { tone: 40 + next() * 130, grain: 2 + next() * 14, step: 3 + next() * 20 };
	const noise = 2 + next() * 5;
	const pixels = new Uint8ClampedArray(width * height);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			const [u, v] = toPage((x + 0.5) / width, (y + 0.5) / height);
			const paper = sample(page, u * PAGE.width, v * PAGE.height);
			const wood = desk.tone + desk.grain * Math.sin((x + 9 * Math.sin(y / 60)) / desk.step);
			const plain = paper === null ? wood : 28 + 205 * paper;
			pixels[y * width + x] = plain * light(x / width, y / height) + (next() + next() - 1) * noise * 2;
		}
	}
	return compressed({ width, height, pixels }, 75 + Math.floor(next() * 18));
}

/** The same picture passed on: cut by `cut` of either side, made smaller, brightness a little changed, compressed again. */
export function copyOfSheet(picture: GrayPicture, cut: number, seed: number): GrayPicture {
	const next = chance(40_000 + seed);
	const [left, top] = [next() * cut, next() * cut];
	const scale = 0.4 + next() * 0.55;
	const [across, down] = [picture.width * (1 - cut), picture.height * (1 - cut)];
	const [width, height] = [Math.round(across * scale), Math.round(down * scale)];
	const [contrast, shift] = [0.9 + next() * 0.2, (next() - 0.5) * 20];
	const [wide, high] = [across / width, down / height];
	const pixels = Uint8ClampedArray.from({ length: width * height }, (_, at) => {
		const x = left * picture.width + (at % width) * wide;
		const y = top * picture.height + Math.floor(at / width) * high;
		return (meanIn(picture, [x, y, wide, high]) - 128) * contrast + 128 + shift;
	});
	return compressed({ width, height, pixels }, 40 + Math.floor(next() * 40));
}

function flat(next: Next): (x: number, y: number) => Place {
	const [left, top] = [(next() - 0.5) * 0.012, (next() - 0.5) * 0.012];
	const [wide, high] = [1 + (next() - 0.5) * 0.012, 1 + (next() - 0.5) * 0.012];
	return (x, y) => [left + x * wide, top + y * high];
}

/** Where a point of the picture lies on the paper: turned by up to 4 degrees, seen a little from the side. */
function pose(width: number, height: number, next: Next): (x: number, y: number) => Place {
	const [turn, fill] = [((next() - 0.5) * 8 * Math.PI) / 180, 0.78 + next() * 0.26];
	const [right, down] = [(next() - 0.5) * 0.06, (next() - 0.5) * 0.06];
	const [leanX, leanY] = [(next() - 0.5) * 0.16, (next() - 0.5) * 0.16];
	// Paper whose longer side fills the picture's; a wide picture has the paper across.
	const isWide = width > height;
	const unit = Math.max(width, height) * fill;
	return (x, y) => {
		const [px, py] = [((x - 0.5 - right) * width) / unit, ((y - 0.5 - down) * height) / unit];
		const away = 1 + leanX * px + leanY * py;
		const [a, b] = [
			(px * Math.cos(turn) - py * Math.sin(turn)) / away,
			(px * Math.sin(turn) + py * Math.cos(turn)) / away
		];
		const ratio = PAGE.height / PAGE.width;
		return isWide ? [0.5 - b * ratio, 0.5 + a] : [0.5 + a * ratio, 0.5 + b];
	};
}

/** Uneven light, the shadow of a hand or phone with a soft edge, darker corners. */
function lighting(next: Next, isScanned: boolean): (x: number, y: number) => number {
	const strength = isScanned ? 0.1 : 0.45;
	const [slopeX, slopeY] = [(next() - 0.5) * strength, (next() - 0.5) * strength];
	const shadow = {
		x: next(),
		y: 0.4 + next() * 0.8,
		size: 0.15 + next() * 0.4,
		dark: next() < 0.6 && !isScanned ? 0.1 + next() * 0.35 : 0
	};
	const soft = 0.03 + next() * 0.15;
	const corner = isScanned ? 0 : next() * 0.3;
	return (x, y) => {
		const far = (Math.hypot(x - shadow.x, y - shadow.y) - shadow.size) / soft;
		const shaded = 1 - shadow.dark / (1 + Math.exp(4 * far));
		const edge = 1 - corner * ((x - 0.5) ** 2 + (y - 0.5) ** 2) * 2;
		return (0.92 + slopeX * (x - 0.5) + slopeY * (y - 0.5)) * shaded * edge;
	};
}

function sample(page: Float32Array, x: number, y: number): number | null {
	if (x < 0 || y < 0 || x >= PAGE.width - 1 || y >= PAGE.height - 1) return null;
	const [column, row] = [Math.floor(x), Math.floor(y)];
	const [across, down] = [x - column, y - row];
	const at = row * PAGE.width + column;
	const upper = (page[at] ?? 1) * (1 - across) + (page[at + 1] ?? 1) * across;
	const lower = (page[at + PAGE.width] ?? 1) * (1 - across) + (page[at + PAGE.width + 1] ?? 1) * across;
	return upper * (1 - down) + lower * down;
}
