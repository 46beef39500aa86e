/** A picture without colours: one brightness, 0 to 255, for each point, row by row. */
export interface GrayPicture {
	readonly width: number;
	readonly height: number;
	readonly pixels: ArrayLike<number>;
}

/** Brightness (ITU-R BT.601) of the points of a canvas: four bytes each, red, green, blue and opacity. */
export function grayOf(width: number, height: number, rgba: ArrayLike<number>): GrayPicture {
	const pixels = new Uint8Array(width * height);
	for (let at = 0; at < pixels.length; at++) {
		const [red = 0, green = 0, blue = 0] = [rgba[4 * at], rgba[4 * at + 1], rgba[4 * at + 2]];
		pixels[at] = Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
	}
	return { width, height, pixels };
}

/** Part of a picture, in parts of its sides: what is left out at each edge. */
export interface Cut {
	readonly left: number;
	readonly top: number;
	readonly right: number;
	readonly bottom: number;
}

export const WHOLE: Cut = { left: 0, top: 0, right: 0, bottom: 0 };

/** What is within the cut as `side` times `side` fields, each the mean of what lies in it. */
export function meanFields(picture: GrayPicture, side: number, cut: Cut = WHOLE): Float64Array {
	const { width, height, pixels } = picture;
	const columns = spans(width * cut.left, width * (1 - cut.right), side, width);
	const rows = spans(height * cut.top, height * (1 - cut.bottom), side, height);
	const lines = new Float64Array(side * height);
	for (let y = 0; y < height; y++) {
		for (let at = 0; at < side; at++) {
			let sum = 0;
			for (const { place, part } of columns[at] ?? []) sum += (pixels[y * width + place] ?? 0) * part;
			lines[y * side + at] = sum;
		}
	}
	const fields = new Float64Array(side * side);
	for (const [row, span] of rows.entries()) {
		for (let at = 0; at < side; at++) {
			let sum = 0;
			for (const { place, part } of span) sum += (lines[place * side + at] ?? 0) * part;
			fields[row * side + at] = sum;
		}
	}
	return fields;
}

interface Share {
	readonly place: number;
	readonly part: number;
}

/** From `from` to `to` in `count` equal spans: the points that lie in each, and how much each counts there. */
function spans(from: number, to: number, count: number, points: number): Share[][] {
	return Array.from({ length: count }, (_, at) => {
		const [begin, end] = [from + ((to - from) * at) / count, from + ((to - from) * (at + 1)) / count];
		const shares: Share[] = [];
		for (let place = Math.floor(begin); place < Math.min(points, Math.ceil(end)); place++) {
			const part = Math.min(place + 1, end) - Math.max(place, begin);
			if (part > 0) shares.push({ place, part: part / (end - begin) });
		}
		return shares;
	});
}
