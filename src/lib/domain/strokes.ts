/**
 * Handwriting as text: small enough to stand in the record that it signs, whole or not at all.
 *
 * A pad is 1000 units wide and 400 high. Points are whole units. A stroke is its first point and then the steps to each next
 * one, every number zigzag-coded in characters of five bits (A-Z a-z 0-9 - _ as 0..63, the upper half means: more follows).
 * Strokes are separated by a dot. Three written characters take some 400 to 800 letters.
 */
export interface Point {
	readonly x: number;
	readonly y: number;
}
export type Stroke = readonly Point[];

export const PAD = { width: 1000, height: 400 } as const;
/** Longest text of strokes, in characters. */
export const MAX_STROKES = 4000;

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const MORE = 32;

function writeNumber(value: number): string {
	let rest = value < 0 ? -value * 2 - 1 : value * 2;
	let text = '';
	while (rest >= MORE) {
		text += LETTERS[MORE + (rest % MORE)] ?? '';
		rest = Math.floor(rest / MORE);
	}
	return text + (LETTERS[rest] ?? '');
}

/** All numbers of one stroke, or null where a letter is unknown or the last number does not end. */
function readNumbers(text: string): number[] | null {
	const numbers: number[] = [];
	let value = 0;
	let scale = 1;
	for (const letter of text) {
		const part = LETTERS.indexOf(letter);
		if (part < 0) return null;
		value += (part % MORE) * scale;
		if (part >= MORE) {
			scale *= MORE;
			if (scale > MORE ** 3) return null;
			continue;
		}
		numbers.push(value % 2 === 0 ? value / 2 : -(value + 1) / 2);
		value = 0;
		scale = 1;
	}
	return scale === 1 ? numbers : null;
}

const inPad = ({ x, y }: Point) => x >= 0 && x <= PAD.width && y >= 0 && y <= PAD.height;

function distanceToLine(point: Point, from: Point, to: Point): number {
	const [dx, dy] = [to.x - from.x, to.y - from.y];
	const length = Math.hypot(dx, dy);
	if (length === 0) return Math.hypot(point.x - from.x, point.y - from.y);
	return Math.abs(dy * (point.x - from.x) - dx * (point.y - from.y)) / length;
}

/** Leaves out what lies within `tolerance` units of a straight line (Ramer, Douglas and Peucker). */
export function simplify(stroke: Stroke, tolerance: number): Stroke {
	const [first, last] = [stroke[0], stroke.at(-1)];
	if (!first || !last || stroke.length < 3) return stroke;
	const keep = new Set([0, stroke.length - 1]);
	const open: [number, number][] = [[0, stroke.length - 1]];
	for (let range = open.pop(); range; range = open.pop()) {
		const [from, to] = range;
		const [a, b] = [stroke[from], stroke[to]];
		let [far, at] = [tolerance, -1];
		for (let index = from + 1; index < to; index++) {
			const point = stroke[index];
			const distance = point && a && b ? distanceToLine(point, a, b) : 0;
			if (distance > far) [far, at] = [distance, index];
		}
		if (at < 0) continue;
		keep.add(at);
		open.push([from, at], [at, to]);
	}
	return stroke.filter((_, index) => keep.has(index));
}

function writeStroke(stroke: Stroke): string {
	let [x, y] = [0, 0];
	let text = '';
	for (const point of stroke) {
		const next = {
			x: Math.min(PAD.width, Math.max(0, Math.round(point.x))),
			y: Math.min(PAD.height, Math.max(0, Math.round(point.y)))
		};
		text += writeNumber(next.x - x) + writeNumber(next.y - y);
		({ x, y } = next);
	}
	return text;
}

/** Text of the strokes, coarser the more was drawn, so that it never exceeds `MAX_STROKES`; '' for none. */
export function packStrokes(strokes: readonly Stroke[]): string {
	for (let tolerance = 1.5; ; tolerance *= 1.6) {
		const drawn = strokes.filter((stroke) => stroke.length > 0);
		const text = drawn.map((stroke) => writeStroke(simplify(stroke, tolerance))).join('.');
		if (text.length <= MAX_STROKES) return text;
		// A scribble of so many strokes that their ends alone are too many: the last ones are left out.
		if (tolerance > PAD.width) return packStrokes(drawn.slice(0, Math.floor(drawn.length / 2)));
	}
}

/** The strokes again, or null where this is no text of strokes or leaves the pad. '' has none. */
export function unpackStrokes(text: string): readonly Stroke[] | null {
	if (text === '') return [];
	if (text.length > MAX_STROKES) return null;
	const strokes: Stroke[] = [];
	for (const part of text.split('.')) {
		const numbers = readNumbers(part);
		if (!numbers || numbers.length < 2 || numbers.length % 2 !== 0) return null;
		const stroke: Point[] = [];
		let [x, y] = [0, 0];
		for (let at = 0; at < numbers.length; at += 2) {
			x += numbers[at] ?? 0;
			y += numbers[at + 1] ?? 0;
			stroke.push({ x, y });
		}
		if (!stroke.every(inPad)) return null;
		strokes.push(stroke);
	}
	return strokes;
}

/** How far the pen went over all strokes, in units: a dot or a slip is no signature. */
export function inkLength(strokes: readonly Stroke[]): number {
	let length = 0;
	for (const stroke of strokes) {
		for (const [at, point] of stroke.entries()) {
			const before = stroke[at - 1];
			if (before) length += Math.hypot(point.x - before.x, point.y - before.y);
		}
	}
	return length;
}

/** An SVG path through the strokes, rounded at their points: from middle to middle, each point a control point. */
export function strokesPath(strokes: readonly Stroke[]): string {
	return strokes.map(strokePath).join('');
}

function strokePath(stroke: Stroke): string {
	const [first, ...rest] = stroke;
	const last = rest.at(-1);
	if (!first) return '';
	// A dot: a line of no length is drawn by its round cap.
	if (!last) return `M${first.x} ${first.y}h0`;
	let path = `M${first.x} ${first.y}`;
	for (const [at, point] of rest.slice(0, -1).entries()) {
		const next = rest[at + 1] ?? point;
		path += `Q${point.x} ${point.y} ${(point.x + next.x) / 2} ${(point.y + next.y) / 2}`;
	}
	return `${path}L${last.x} ${last.y}`;
}
