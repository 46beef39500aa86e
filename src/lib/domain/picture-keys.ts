import { meanFields, type Cut } from './gray-picture.ts';
import { COARSE, type PicturePrint } from './picture-print.ts';

/** Ends of a side that a key is made without, so that a picture that was cut there later has it too. */
const ENDS: readonly (readonly [number, number])[] = [
	[0, 0],
	[0.05, 0.05],
	[0.1, 0],
	[0, 0.1]
];
const CUTS: readonly Cut[] = ENDS.flatMap(([left, right]) =>
	ENDS.map(([top, bottom]) => ({ left, right, top, bottom }))
);

/** Waves across and down by which a key says light or dark, the longest first: those that a small shift leaves as they are. */
const WAVES: readonly (readonly [number, number])[] = [1, 2, 3, 4, 5]
	.flatMap((sum) => Array.from({ length: sum + 1 }, (_, across) => [across, sum - across] as const))
	.slice(0, 16);

const COSINES = Array.from({ length: 6 }, (_, wave) =>
	Float64Array.from({ length: COARSE }, (__, at) => Math.cos((Math.PI * (2 * at + 1) * wave) / (2 * COARSE)))
);

/**
 * Numbers under which a picture is found: one that is the same, smaller, compressed again or cut by up to a tenth
 * has at least one of them too, hardly any other has. 16 bits each, every number once.
 */
export function keysOf(print: PicturePrint): number[] {
	const picture = { width: COARSE, height: COARSE, pixels: print.coarse };
	return [...new Set(CUTS.map((cut) => keyOf(meanFields(picture, COARSE, cut))))];
}

function keyOf(fields: Float64Array): number {
	let key = 0;
	for (const [across, down] of WAVES) {
		let sum = 0;
		for (let y = 0; y < COARSE; y++) {
			for (let x = 0; x < COARSE; x++) {
				sum += (fields[y * COARSE + x] ?? 0) * (COSINES[across]?.[x] ?? 0) * (COSINES[down]?.[y] ?? 0);
			}
		}
		key = key * 2 + (sum > 0 ? 1 : 0);
	}
	return key;
}
