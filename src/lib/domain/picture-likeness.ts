import { correlationOfSums } from './correlation-of-sums.ts';
import { WHOLE, type Cut } from './gray-picture.ts';
import { FINE, type PicturePrint } from './picture-print.ts';

/** From this likeness on two pictures are one; measured by `tests/pictures/measure.ts`. */
export const SAME_PICTURE = 0.84;

/** Cuts that are tried first, of the two ends of a side: together at most a tenth. */
const ENDS: readonly (readonly [number, number])[] = [
	[0, 0],
	[0.05, 0],
	[0, 0.05],
	[0.05, 0.05],
	[0.1, 0],
	[0, 0.1]
];
const FINER = [0.025, 0.0125, 0.00625];
const DEEPEST = 0.115;

/**
 * How much one picture looks like another, or like a part of it with up to a tenth cut from its sides: the correlation of their
 * fine prints where they lie best over each other, 1 for the same, about 0 for two that have nothing in common.
 */
export function likeness(one: PicturePrint, other: PicturePrint): number {
	return Math.max(asPartOf(one.fine, other.fine), asPartOf(other.fine, one.fine));
}

/** `part` laid over the cuts of `whole`, coarse ones first, then finer steps from the best. */
function asPartOf(whole: Uint8Array, part: Uint8Array): number {
	let best = WHOLE;
	let most = -1;
	const look = (cut: Cut): void => {
		const found = correlation(whole, part, cut);
		if (found > most) [most, best] = [found, cut];
	};
	for (const [left, right] of ENDS) for (const [top, bottom] of ENDS) look({ left, right, top, bottom });
	if (most < 0.3) return most;
	for (const step of FINER) {
		for (const end of ['left', 'right', 'top', 'bottom'] as const) {
			for (const by of [-step, step]) {
				const depth = best[end] + by;
				if (depth >= 0 && depth <= DEEPEST) look({ ...best, [end]: depth });
			}
		}
	}
	return most;
}

function correlation(whole: Uint8Array, part: Uint8Array, cut: Cut): number {
	const columns = places(cut.left, cut.right);
	const rows = places(cut.top, cut.bottom);
	let [a, b, aa, bb, ab] = [0, 0, 0, 0, 0];
	for (let y = 0; y < FINE; y++) {
		const { at: row, beyond: down } = rows[y] ?? { at: 0, beyond: 0 };
		for (let x = 0; x < FINE; x++) {
			const { at: column, beyond: across } = columns[x] ?? { at: 0, beyond: 0 };
			const first = row * FINE + column;
			const upper = (whole[first] ?? 0) * (1 - across) + (whole[first + 1] ?? 0) * across;
			const lower = (whole[first + FINE] ?? 0) * (1 - across) + (whole[first + FINE + 1] ?? 0) * across;
			const value = upper * (1 - down) + lower * down;
			const other = part[y * FINE + x] ?? 0;
			a += value;
			b += other;
			aa += value * value;
			bb += other * other;
			ab += value * other;
		}
	}
	return correlationOfSums(a, b, aa, bb, ab, FINE * FINE);
}

/** Where the middles of the fields lie on the whole's, between which two and how far beyond the first. */
function places(from: number, to: number): { readonly at: number; readonly beyond: number }[] {
	return Array.from({ length: FINE }, (_, field) => {
		const middle = (from + ((field + 0.5) / FINE) * (1 - from - to)) * FINE - 0.5;
		const within = Math.min(FINE - 1, Math.max(0, middle));
		const at = Math.min(FINE - 2, Math.floor(within));
		return { at, beyond: within - at };
	});
}
