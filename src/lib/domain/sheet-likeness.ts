/**
 * How much two sheets look alike, of which either may be the other with up to a tenth cut from its sides. What is printed on a
 * form is the same on all of its sheets; so the sheets are compared block by block, and what counts is how well their less
 * like half agrees: two copies agree everywhere, two sheets of a form only where nobody wrote.
 */
import { BLOCK, BLOCKS, likenessByBlock, SHEET_FIELDS, shiftsOf, type Laid } from './sheet-blocks.ts';

/** From here on two sheets are one picture; measured by `tests/pictures/measure.ts`. */
export const SAME_LAID = 0.55;
/** Below this where they lie best, nothing finer is worth looking for. */
const HARDLY = 0.25;
/** Fields that may be cut from a side in all: a tenth, and what rounding adds. */
const MOST = 7;
/** Blocks that `shiftsOf` looks at. */
const LOOKED_AT = BLOCKS ** 2 / 2;
const STEPS = [0.5, 0.25, 0.125];
const MOVES: readonly Laid[] = [
	{ left: 1, right: 0, top: 0, bottom: 0 },
	{ left: 0, right: 1, top: 0, bottom: 0 },
	{ left: 0, right: 0, top: 1, bottom: 0 },
	{ left: 0, right: 0, top: 0, bottom: 1 },
	{ left: 1, right: -1, top: 0, bottom: 0 },
	{ left: 0, right: 0, top: 1, bottom: -1 }
];

/** About 0 for two that have nothing in common, 1 for the same. @param one and other: as `sheetPrintOf` makes them */
export function sheetLikeness(one: Uint8Array, other: Uint8Array): number {
	const first = asPartOf(one, other);
	return first >= SAME_LAID ? first : Math.max(first, asPartOf(other, one));
}

function asPartOf(whole: Uint8Array, part: Uint8Array): number {
	let { laid, mean } = coarsely(whole, part);
	if (mean < HARDLY) return 0;
	let blocks = likenessByBlock(whole, part, laid);
	mean = meanOf(blocks);
	for (const step of STEPS) {
		for (let round = 0; round < 2; round++) {
			for (const move of MOVES) {
				for (const by of [-step, step]) {
					const next = moved(laid, move, by);
					if (Object.values(next).some((cut) => cut < -0.15 || cut > MOST + 0.6)) continue;
					const found = likenessByBlock(whole, part, next);
					const better = meanOf(found);
					if (better > mean) [mean, laid, blocks] = [better, next, found];
				}
			}
		}
	}
	return meanOf(blocks.sort().slice(0, blocks.length / 2));
}

const meanOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

function moved(laid: Laid, move: Laid, by: number): Laid {
	return {
		left: laid.left + move.left * by,
		right: laid.right + move.right * by,
		top: laid.top + move.top * by,
		bottom: laid.bottom + move.bottom * by
	};
}

/** The cut, in whole fields, under which the blocks of the part lie best, each shifted as that cut would shift it. */
function coarsely(whole: Uint8Array, part: Uint8Array): { laid: Laid; mean: number } {
	const shifts = shiftsOf(whole, part, MOST);
	let mean = -1;
	let laid: Laid = { left: 0, right: 0, top: 0, bottom: 0 };
	for (const across of CUTS) {
		for (const down of CUTS) {
			let sum = 0;
			for (let row = 0; row < BLOCKS; row++) {
				const { at: y, beyond: below } = down.places[row] ?? NOWHERE;
				for (let column = 0; column < BLOCKS; column++) {
					const { at: x, beyond: right } = across.places[column] ?? NOWHERE;
					const found = shifts.of[row * BLOCKS + column];
					if (!found) continue;
					const first = y * shifts.side + x;
					const upper = (found[first] ?? 0) * (1 - right) + (found[first + 1] ?? 0) * right;
					const second = first + shifts.side;
					const lower = (found[second] ?? 0) * (1 - right) + (found[second + 1] ?? 0) * right;
					sum += upper * (1 - below) + lower * below;
				}
			}
			if (sum / LOOKED_AT <= mean) continue;
			mean = sum / LOOKED_AT;
			laid = { left: across.first, right: across.last, top: down.first, bottom: down.last };
		}
	}
	return { laid, mean };
}

interface Place {
	readonly at: number;
	readonly beyond: number;
}
const NOWHERE: Place = { at: 0, beyond: 0 };

/** Cuts of the two ends of a side in whole fields, and between which shifts each block then lies. */
const CUTS = Array.from({ length: MOST + 1 }, (_, first) => first).flatMap((first) =>
	Array.from({ length: MOST + 1 - first }, (_, last) => ({
		first,
		last,
		places: Array.from({ length: BLOCKS }, (__, block): Place => {
			const middle = ((block + 0.5) * BLOCK) / SHEET_FIELDS;
			const shift = first - middle * (first + last) + Math.ceil(middle * MOST);
			return { at: Math.floor(shift), beyond: shift - Math.floor(shift) };
		})
	}))
);
