/** A grey picture of a code as a camera would see it: drawn in perspective, then spoilt step by step. */
import qrcode from 'qrcode-generator';

/** Grey values 0 (black) to 255, row by row. */
export interface Picture {
	readonly width: number;
	readonly height: number;
	readonly grey: Float32Array;
}

/** Uniform in [0, 1). */
export type Random = () => number;

/** Where the four corners of the card's code lie in the picture: left top, right top, right bottom, left bottom. */
export type Corners = readonly [Point, Point, Point, Point];
type Point = readonly [x: number, y: number];

const QUIET = 4;

/** Draws a code (level M, with its quiet zone) on a light desk, 2 x 2 samples a pixel. */
export function drawCode(text: string, width: number, height: number, corners: Corners): Picture {
	const code = qrcode(0, 'M');
	code.addData(text, 'Alphanumeric');
	code.make();
	const modules = code.getModuleCount();
	const side = modules + 2 * QUIET;
	const toCard = inverse(squareTo(corners));
	const at = (x: number, y: number): number => {
		const [u, v] = through(toCard, x, y);
		if (u < 0 || v < 0 || u >= 1 || v >= 1) return 190;
		const column = Math.floor(u * side) - QUIET;
		const row = Math.floor(v * side) - QUIET;
		const isInside = column >= 0 && row >= 0 && column < modules && row < modules;
		return isInside && code.isDark(row, column) ? 25 : 240;
	};
	const grey = new Float32Array(width * height);
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++) {
			const sum =
				at(x + 0.25, y + 0.25) + at(x + 0.75, y + 0.25) + at(x + 0.25, y + 0.75) + at(x + 0.75, y + 0.75);
			grey[y * width + x] = sum / 4;
		}
	return { width, height, grey };
}

/** As a reader takes it. */
export function toPixels({ width, height, grey }: Picture) {
	const data = new Uint8ClampedArray(width * height * 4);
	for (let at = 0; at < grey.length; at++) {
		data.fill(Math.round(grey[at] ?? 0), at * 4, at * 4 + 3);
		data[at * 4 + 3] = 255;
	}
	return { data, width, height, colorSpace: 'srgb' as const };
}

type Matrix = readonly number[];

/** The projective map of the unit square onto four corners (Heckbert, Fundamentals of Texture Mapping, 1989, 2.2.3). */
function squareTo([[x0, y0], [x1, y1], [x2, y2], [x3, y3]]: Corners): Matrix {
	const [dx1, dx2, dx3] = [x1 - x2, x3 - x2, x0 - x1 + x2 - x3];
	const [dy1, dy2, dy3] = [y1 - y2, y3 - y2, y0 - y1 + y2 - y3];
	const below = dx1 * dy2 - dx2 * dy1;
	const g = (dx3 * dy2 - dx2 * dy3) / below;
	const h = (dx1 * dy3 - dx3 * dy1) / below;
	return [x1 - x0 + g * x1, x3 - x0 + h * x3, x0, y1 - y0 + g * y1, y3 - y0 + h * y3, y0, g, h, 1];
}

function inverse(m: Matrix): Matrix {
	const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] = m;
	return [
		e * i - f * h,
		c * h - b * i,
		b * f - c * e,
		f * g - d * i,
		a * i - c * g,
		c * d - a * f,
		d * h - e * g,
		b * g - a * h,
		a * e - b * d
	];
}

function through(m: Matrix, x: number, y: number): Point {
	const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] = m;
	const w = g * x + h * y + i;
	return [(a * x + b * y + c) / w, (d * x + e * y + f) / w];
}
