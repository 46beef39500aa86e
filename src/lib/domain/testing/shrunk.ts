import type { GrayPicture } from '../gray-picture.ts';

/** Mean of what lies in a rectangle of a picture; its places and sides need not be whole. */
export function meanIn(
	{ width, height, pixels }: GrayPicture,
	[x, y, wide, high]: readonly [number, number, number, number]
): number {
	let [sum, count] = [0, 0];
	for (let row = Math.floor(y); row < Math.min(height, y + high); row++) {
		for (let column = Math.floor(x); column < Math.min(width, x + wide); column++) {
			const across = Math.min(column + 1, x + wide) - Math.max(column, x);
			const part = across * (Math.min(row + 1, y + high) - Math.max(row, y));
			sum += (pixels[row * width + column] ?? 0) * part;
			count += part;
		}
	}
	return count > 0 ? sum / count : 0;
}

/** The picture smaller, as a canvas makes it. */
export function shrunk(picture: GrayPicture, width: number, height: number): GrayPicture {
	const [wide, high] = [picture.width / width, picture.height / height];
	const pixels = Uint8ClampedArray.from({ length: width * height }, (_, at) =>
		meanIn(picture, [(at % width) * wide, Math.floor(at / width) * high, wide, high])
	);
	return { width, height, pixels };
}
