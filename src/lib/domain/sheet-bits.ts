/**
 * Two prints of sheets compared roughly and quickly: among thousands of one form it says which few are worth the comparison of
 * `sheet-likeness.ts`, which takes fifty times as long. Of each field only whether it is lighter or darker than what is around.
 */
import { SHEET } from './sheet-print.ts';

/** Rows of SHEET bits, with room to both sides: what lies beside the paper. */
export type SheetBits = Uint16Array;

/** Fields of a block's side, and bits of a word. */
const BLOCK = 16;
const BLOCKS = SHEET / BLOCK;
/** Words of a row: one beside the paper, the paper, one beside it. */
const WORDS = BLOCKS + 2;
/** Fields that may be cut from a side in all. */
const MOST = 7;

const ONES = new Uint8Array(2 ** BLOCK);
for (let word = 1; word < ONES.length; word++) ONES[word] = (ONES[word >> 1] ?? 0) + (word & 1);
/** Which bits of a row are paper. */
const PAPER = Uint16Array.from({ length: WORDS }, (_, at) => (at > 0 && at <= BLOCKS ? 0xffff : 0));

export function sheetBits(print: Uint8Array): SheetBits {
	const bits = new Uint16Array(SHEET * WORDS);
	for (let y = 0; y < SHEET; y++) {
		for (let x = 0; x < SHEET; x++) {
			const at = y * WORDS + 1 + Math.floor(x / BLOCK);
			bits[at] = ((bits[at] ?? 0) << 1) | ((print[y * SHEET + x] ?? 0) >> 1);
		}
	}
	return bits;
}

/** The larger, the more alike: the part of fields that agree where blocks lie best, one of the two laid over a part of the other. */
export function roughLikeness(one: SheetBits, other: SheetBits): number {
	return Math.max(asPartOf(one, other), asPartOf(other, one));
}

function asPartOf(whole: SheetBits, part: SheetBits): number {
	let sum = 0;
	for (let row = 0; row < BLOCKS; row++)
		for (let column = row % 2; column < BLOCKS; column += 2) sum += bestOf(whole, part, row, column);
	return sum;
}

/** How many more fields of a block agree than do not, at the shift that a cut could give it at which most do. */
function bestOf(whole: SheetBits, part: SheetBits, row: number, column: number): number {
	const [up, left] = [firstShift(row), firstShift(column)];
	let best = -Infinity;
	for (let down = up; down <= up + MOST + 1; down++) {
		const [from, to] = [Math.max(0, -down - row * BLOCK), Math.min(BLOCK, SHEET - down - row * BLOCK)];
		for (let across = left; across <= left + MOST + 1; across++) {
			const start = BLOCK + column * BLOCK + across;
			const [word, beyond] = [start >> 4, start & 15];
			const paper = wordFrom(PAPER, word, beyond);
			let agree = 0;
			for (let y = from; y < to; y++) {
				const lies = wordFrom(whole, (row * BLOCK + y + down) * WORDS + word, beyond);
				const own = part[(row * BLOCK + y) * WORDS + 1 + column] ?? 0;
				agree -= ONES[(lies ^ own) & paper] ?? 0;
			}
			agree = 2 * agree + (to - from) * (ONES[paper] ?? 0);
			if (agree > best) best = agree;
		}
	}
	return best;
}

const firstShift = (block: number): number => -Math.ceil(((block + 0.5) / BLOCKS) * MOST);

/** The 16 bits from that bit of a word on. */
const wordFrom = (words: Uint16Array, word: number, beyond: number): number =>
	(((words[word] ?? 0) << beyond) | ((words[word + 1] ?? 0) >> (BLOCK - beyond))) & 0xffff;
