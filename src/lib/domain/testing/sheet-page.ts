/** A filled form on paper, made by chance for tests: what is printed depends on the form alone, what is written on the sheet. */
import { chance } from './made-picture.ts';

/** Points of the raster for a millimetre of paper. */
export const POINTS = 4;
export const PAGE = { width: 210 * POINTS, height: 297 * POINTS };

type Next = () => number;

/** Brightness of the page, 0 to 1, row by row; white where nothing stands. */
export function madePage(form: number, sheet: number): Float32Array {
	const page = new Float32Array(PAGE.width * PAGE.height).fill(1);
	const table = printForm(page, chance(1000 + form));
	writeSheet(page, table, chance(500_000 + sheet), form);
	return page;
}

interface Table {
	readonly columns: readonly number[];
	readonly top: number;
	readonly rows: number;
	readonly high: number;
	/** What is written into a column: names, one text on all rows, a number, a signature, nothing. */
	readonly holds: readonly ('number' | 'name' | 'same' | 'count' | 'signature' | 'phone')[];
}

function printForm(page: Float32Array, next: Next): Table {
	const ink = { wide: 0.5, dark: 0.85 };
	const glyphs = (x: number, y: number, size: number, count: number, wide: number) => {
		for (let at = 0; at < count; at++) {
			drawGlyph(page, x + at * size * 1.08, y, size, Math.floor(next() * 3000), { ...ink, wide });
		}
	};
	const title = 8 + Math.floor(next() * 6);
	glyphs(105 - title * 4, 14, 7.4, title, 0.9);
	for (let line = 0; line < 2; line++) {
		glyphs(16, 28 + line * 9, 4.2, 4, 0.45);
		glyphs(120, 28 + line * 9, 4.2, 4, 0.45);
	}
	const high = 8.5 + next() * 3;
	const rows = Math.floor(225 / high);
	const columns = [14];
	const widths = [10, 24, 44, 26, 16, 34, 28].map((wide) => wide * (0.8 + next() * 0.4));
	const sum = widths.reduce((total, wide) => total + wide, 0);
	for (const wide of widths) columns.push((columns.at(-1) ?? 0) + (wide * 182) / sum);
	const top = 46;
	for (let row = 0; row <= rows; row++) drawLine(page, 14, top + row * high, 196, top + row * high, 0.3, 0.8);
	for (const x of columns) drawLine(page, x, top, x, top + rows * high, 0.3, 0.8);
	for (const [at, x] of columns.slice(0, -1).entries()) {
		glyphs(x + 1.5, top + high / 2 - 2, 4, at === 0 ? 1 : 2, 0.45);
	}
	for (let row = 1; row < rows; row++) {
		drawGlyph(page, 16.5, top + row * high + high / 2 - 1.6, 3.2, 4000 + row, { ...ink, wide: 0.4 });
	}
	glyphs(16, top + rows * high + 5, 3.6, 30, 0.4);
	return {
		columns,
		top,
		rows,
		high,
		holds: ['number', 'name', 'same', 'same', 'count', 'signature', 'phone']
	};
}

/** One hand fills most of a sheet: its size, slant and pen are the sheet's. Signatures are everybody's own. */
function writeSheet(page: Float32Array, table: Table, next: Next, form: number): void {
	const { columns, top, rows, high, holds } = table;
	const hand = {
		size: 4.6 + next() * 1.8,
		slant: (next() - 0.3) * 0.35,
		wide: 0.4 + next() * 0.35,
		dark: 0.45 + next() * 0.4
	};
	const write = (x: number, y: number, glyphs: readonly number[], room: number) => {
		const size = Math.min(hand.size, room / Math.max(1, glyphs.length));
		for (const [at, glyph] of glyphs.entries()) {
			const shake = { ...hand, shake: 0.09, seed: Math.floor(next() * 1e9) };
			drawGlyph(page, x + at * size * (0.95 + next() * 0.1), y + (next() - 0.5) * 1.2, size, glyph, shake);
		}
	};
	const some = (count: number, kinds = 600) =>
		Array.from({ length: count }, () => Math.floor(next() ** 1.6 * kinds));
	for (let line = 0; line < 2; line++) {
		write(38, 27 + line * 9, some(4 + Math.floor(next() * 6)), 75);
		write(142, 27 + line * 9, some(4 + Math.floor(next() * 4)), 45);
	}
	const filled = Math.max(3, Math.round((rows - 1) * (next() < 0.5 ? 1 : next())));
	// Everybody on a sheet is of one unit and gets the same things, often the same as on the other sheets of the form.
	const texts = new Map(
		holds.map((_, at) => [at, next() < 0.5 ? some(3 + (form % 3)) : some(4 + Math.floor(next() * 3))])
	);
	const hasPhones = next() < 0.4;
	for (let row = 1; row <= filled; row++) {
		const y = top + row * high + (high - hand.size) / 2;
		for (const [at, what] of holds.entries()) {
			const [x, room] = [
				(columns[at] ?? 0) + 1.5 + next() * 1.5,
				(columns[at + 1] ?? 0) - (columns[at] ?? 0) - 3
			];
			if (what === 'name') write(x, y, some(next() < 0.25 ? 2 : 3), room);
			else if (what === 'same' && (row === 1 || next() < 0.75)) write(x, y, texts.get(at) ?? [], room);
			else if (what === 'count') write(x + 3, y, [700 + Math.floor(next() * 3)], room);
			else if (what === 'phone' && hasPhones)
				write(
					x,
					y + 1,
					some(11, 10).map((digit) => 800 + digit),
					room
				);
			else if (what === 'signature') sign(page, x, y, room, high, next);
		}
	}
	if (next() < 0.4) drawSeal(page, 120 + next() * 60, 245 + next() * 35, 20, next);
}

function sign(page: Float32Array, x: number, y: number, room: number, high: number, next: Next): void {
	const pen = {
		wide: 0.35 + next() * 0.4,
		dark: 0.4 + next() * 0.5,
		slant: (next() - 0.4) * 0.5,
		shake: 0.15,
		seed: Math.floor(next() * 1e9)
	};
	const size = Math.min(high * (0.6 + next() * 0.5), room / 2.2);
	const count = next() < 0.3 ? 2 : 3;
	for (let at = 0; at < count; at++) {
		const glyph = Math.floor(next() ** 1.6 * 600);
		drawGlyph(page, x + at * size * (0.7 + next() * 0.3), y + (next() - 0.6) * 2, size, glyph, {
			...pen,
			seed: pen.seed + at
		});
	}
}

interface Pen {
	readonly wide: number;
	readonly dark: number;
	readonly slant?: number;
	/** How far a hand goes beside the glyph, in parts of its size. */
	readonly shake?: number;
	readonly seed?: number;
}

/** A sign of strokes as Chinese has them: level, upright, falling; always the same for its number. */
function drawGlyph(page: Float32Array, x: number, y: number, size: number, glyph: number, pen: Pen): void {
	const next = chance(77_000 + glyph);
	const hand = chance(pen.seed ?? 1);
	const off = () => (hand() - 0.5) * 2 * (pen.shake ?? 0);
	const isDigit = glyph >= 700 && glyph < 900;
	const strokes = isDigit ? 2 : 3 + Math.floor(next() * 8);
	for (let stroke = 0; stroke < strokes; stroke++) {
		const [turn, long] = [next(), 0.3 + next() * 0.65];
		const [across, down] =
			turn < 0.4
				? [long, -0.05]
				: turn < 0.75
					? [0.02, long]
					: turn < 0.88
						? [-long * 0.6, long * 0.7]
						: [long * 0.6, long * 0.6];
		const narrow = isDigit ? 0.5 : 1;
		const [u, v] = [
			narrow * (next() * (1 - Math.abs(across)) + Math.max(0, -across)),
			next() * (1 - Math.abs(down))
		];
		const from = [u + off(), v + off()] as const;
		const to = [u + across * narrow + off(), v + down + off()] as const;
		const lean = (at: readonly [number, number]) => x + (at[0] - (at[1] - 0.5) * (pen.slant ?? 0)) * size;
		drawLine(page, lean(from), y + from[1] * size, lean(to), y + to[1] * size, pen.wide, pen.dark);
	}
}

function drawSeal(page: Float32Array, x: number, y: number, size: number, next: Next): void {
	for (let at = 0; at < 48; at++) {
		const [one, other] = [(at * Math.PI) / 24, ((at + 1) * Math.PI) / 24];
		drawLine(
			page,
			x + Math.cos(one) * size,
			y + Math.sin(one) * size,
			x + Math.cos(other) * size,
			y + Math.sin(other) * size,
			1,
			0.5
		);
		if (at % 4 === 0) {
			drawGlyph(
				page,
				x + Math.cos(one) * size * 0.8 - 2,
				y + Math.sin(one) * size * 0.8 - 2,
				4,
				Math.floor(next() * 600),
				{ wide: 0.6, dark: 0.5 }
			);
		}
	}
}

/** A stroke with soft edges; places and `wide` in millimetres, `dark` from 0 to 1. */
function drawLine(
	page: Float32Array,
	x0: number,
	y0: number,
	x1: number,
	y1: number,
	wide: number,
	dark: number
): void {
	const [ax, ay, bx, by] = [x0 * POINTS, y0 * POINTS, x1 * POINTS, y1 * POINTS];
	const radius = (wide * POINTS) / 2;
	const [left, right] = [
		Math.max(0, Math.floor(Math.min(ax, bx) - radius - 1)),
		Math.min(PAGE.width - 1, Math.ceil(Math.max(ax, bx) + radius + 1))
	];
	const [top, bottom] = [
		Math.max(0, Math.floor(Math.min(ay, by) - radius - 1)),
		Math.min(PAGE.height - 1, Math.ceil(Math.max(ay, by) + radius + 1))
	];
	const squared = (bx - ax) ** 2 + (by - ay) ** 2 || 1;
	for (let y = top; y <= bottom; y++) {
		for (let x = left; x <= right; x++) {
			const along = Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / squared));
			const far = Math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay));
			const cover = Math.max(0, Math.min(1, radius + 0.5 - far));
			const at = y * PAGE.width + x;
			if (cover > 0) page[at] = Math.min(page[at] ?? 1, 1 - cover * dark);
		}
	}
}
