import { meanFields, type Cut } from './gray-picture.ts';
import { COARSE, type PicturePrint } from './picture-print.ts';

/** Ends of a side that a key is made without, so that a picture that was cut there has it too. */
const ENDS: readonly (readonly [number, number])[] = [
	[0, 0],
	[0.025, 0.025],
	[0.05, 0],
	[0, 0.05],
	[0.05, 0.05],
	[0.075, 0.025],
	[0.025, 0.075],
	[0.1, 0],
	[0, 0.1]
];
const CUTS: readonly Cut[] = ENDS.flatMap(([left, right]) =>
	ENDS.map(([top, bottom]) => ({ left, right, top, bottom }))
);
/** Waves of which a key says least surely whether they are light or dark: it is looked for either way. */
const UNSURE = 3;

/** Waves across and down by which a key says light or dark, the longest first: those that a small shift leaves as they are. */
const WAVES: readonly (readonly [number, number])[] = [1, 2, 3, 4, 5]
	.flatMap((sum) => Array.from({ length: sum + 1 }, (_, across) => [across, sum - across] as const))
	.slice(0, 16);

const COSINES = Array.from({ length: 6 }, (_, wave) =>
	Float64Array.from({ length: COARSE }, (__, at) => Math.cos((Math.PI * (2 * at + 1) * wave) / (2 * COARSE)))
);

/**
 * Numbers under which a picture is kept: one that is the same, smaller, compressed again or cut by up to a tenth is looked for
 * under at least one of them, few others are. 16 bits each, every number once.
 */
export function keysOf(print: PicturePrint): number[] {
	return [...new Set(wavesOf(print).map(keyOf))];
}

/** Numbers under which the same picture may have been kept: its own, and those that a little light or a cut may make of them. */
export function askedKeysOf(print: PicturePrint): number[] {
	const keys = wavesOf(print).flatMap((waves) => {
		const unsure = [...waves.keys()]
			.sort((one, other) => Math.abs(waves[one] ?? 0) - Math.abs(waves[other] ?? 0))
			.slice(0, UNSURE)
			.map((at) => 2 ** (WAVES.length - 1 - at));
		return unsure.reduce<number[]>((all, bit) => [...all, ...all.map((key) => key ^ bit)], [keyOf(waves)]);
	});
	return [...new Set(keys)];
}

function keyOf(waves: readonly number[]): number {
	return waves.reduce((key, wave) => key * 2 + (wave > 0 ? 1 : 0), 0);
}

/** How light or dark each wave is, under every cut. */
function wavesOf({ coarse: pixels }: PicturePrint): number[][] {
	const picture = { width: COARSE, height: COARSE, pixels };
	return CUTS.map((cut) => {
		const fields = meanFields(picture, COARSE, cut);
		return WAVES.map(([across, down]) => {
			const [columns, rows] = [COSINES[across], COSINES[down]] as [Float64Array, Float64Array];
			let sum = 0;
			for (let y = 0, at = 0; y < rows.length; y++) {
				const row = rows[y] as number;
				// In this order, whatever is quicker: where nothing is light or dark the last digit has a say in the key.
				for (let x = 0; x < columns.length; x++, at++)
					sum += (fields[at] as number) * (columns[x] as number) * row;
			}
			return sum;
		});
	});
}
