/** The blocks by which two prints of sheets are compared: 8 x 8 blocks of 8 x 8 fields. */
import { correlationOfSums } from './correlation-of-sums.ts';
import { SHEET } from './sheet-print.ts';

export const SHEET_FIELDS = SHEET;
export const BLOCK = 8;
export const BLOCKS = SHEET / BLOCK;

/** Fields, or parts of them, that are cut from the whole's sides where the part lies on it. */
export interface Laid {
	readonly left: number;
	readonly right: number;
	readonly top: number;
	readonly bottom: number;
}

/** Correlation of each block of the part with what of the whole lies below it, row by row; 0 where nothing differs. */
export function likenessByBlock(whole: Uint8Array, part: Uint8Array, laid: Laid): Float64Array {
	const columns = places(laid.left, laid.right);
	const rows = places(laid.top, laid.bottom);
	const found = new Float64Array(BLOCKS * BLOCKS);
	for (let block = 0; block < found.length; block++) {
		const [left, top] = [(block % BLOCKS) * BLOCK, Math.floor(block / BLOCKS) * BLOCK];
		let [a, b, aa, bb, ab] = [0, 0, 0, 0, 0];
		for (let y = top; y < top + BLOCK; y++) {
			const row = rows.at[y] ?? 0;
			const below = rows.beyond[y] ?? 0;
			for (let x = left; x < left + BLOCK; x++) {
				const first = row * SHEET + (columns.at[x] ?? 0);
				const right = columns.beyond[x] ?? 0;
				const upper = (whole[first] ?? 0) * (1 - right) + (whole[first + 1] ?? 0) * right;
				const second = first + SHEET;
				const lower = (whole[second] ?? 0) * (1 - right) + (whole[second + 1] ?? 0) * right;
				const value = upper * (1 - below) + lower * below;
				const other = part[y * SHEET + x] ?? 0;
				a += value;
				b += other;
				aa += value * value;
				bb += other * other;
				ab += value * other;
			}
		}
		found[block] = correlationOfSums(a, b, aa, bb, ab, BLOCK * BLOCK);
	}
	return found;
}

/** For every block its likeness at shifts of whole fields. */
export interface Shifts {
	/** Shifts of a side: the first is as far to the left, or up, as a cut may shift this block. */
	readonly side: number;
	/** By block, `side` x `side` likenesses; of every other block, as the black fields of a chessboard. */
	readonly of: readonly (Float64Array | null)[];
}

/** @param most fields that may be cut from a side in all */
export function shiftsOf(whole: Uint8Array, part: Uint8Array, most: number): Shifts {
	const side = most + 2;
	const of = Array.from({ length: BLOCKS * BLOCKS }, (_, block) => {
		const [column, row] = [block % BLOCKS, Math.floor(block / BLOCKS)];
		if ((column + row) % 2 === 1) return null;
		const left = column * BLOCK - Math.ceil(((column + 0.5) / BLOCKS) * most);
		const top = row * BLOCK - Math.ceil(((row + 0.5) / BLOCKS) * most);
		const found = new Float64Array(side * side);
		for (let down = 0; down < side; down++) {
			for (let across = 0; across < side; across++) {
				const at = { column: column * BLOCK, row: row * BLOCK };
				found[down * side + across] = shifted(whole, part, at, left + across, top + down);
			}
		}
		return found;
	});
	return { side, of };
}

/** Likeness of one block with the whole from this field on; 0 where less than half of it lies on the whole. */
function shifted(
	whole: Uint8Array,
	part: Uint8Array,
	block: { readonly column: number; readonly row: number },
	left: number,
	top: number
): number {
	const [fromX, toX] = [Math.max(0, -left), Math.min(BLOCK, SHEET - left)];
	const [fromY, toY] = [Math.max(0, -top), Math.min(BLOCK, SHEET - top)];
	const count = (toX - fromX) * (toY - fromY);
	if (toX <= fromX || toY <= fromY || count * 2 < BLOCK * BLOCK) return 0;
	let [a, b, aa, bb, ab] = [0, 0, 0, 0, 0];
	for (let y = fromY; y < toY; y++) {
		const above = (top + y) * SHEET + left;
		const own = (block.row + y) * SHEET + block.column;
		for (let x = fromX; x < toX; x++) {
			const value = whole[above + x] ?? 0;
			const other = part[own + x] ?? 0;
			a += value;
			b += other;
			aa += value * value;
			bb += other * other;
			ab += value * other;
		}
	}
	return correlationOfSums(a, b, aa, bb, ab, count);
}

/** Where the part's fields lie on the whole's: between which two, and how far beyond the first. */
function places(first: number, last: number): { readonly at: Int32Array; readonly beyond: Float64Array } {
	const [at, beyond] = [new Int32Array(SHEET), new Float64Array(SHEET)];
	for (let field = 0; field < SHEET; field++) {
		const middle = first + ((field + 0.5) / SHEET) * (SHEET - first - last) - 0.5;
		const within = Math.min(SHEET - 1, Math.max(0, middle));
		at[field] = Math.min(SHEET - 2, Math.floor(within));
		beyond[field] = within - (at[field] ?? 0);
	}
	return { at, beyond };
}
