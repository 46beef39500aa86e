/**
 * A set of texts in little more than twelve bits each (a Golomb-coded set): it can say of any text whether it is in it, with a
 * false yes in one of 4,096 cases, and nobody can read from it what is in it. For a QR exchange between phones: whoever asks the
 * sets of five colleagues together is told a false yes in one of 800 cases.
 *
 * Each text becomes a number below n * 2^bits (the leading 48 bits of its SHA-256, scaled); the numbers are sorted, and the
 * difference to the one before is written as quotient in unary and so many bits of remainder.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/** Bits of a remainder: one false yes in `2 ** BITS`. */
export const BITS = 12;
/** What the first version of the frames had. */
export const FIRST_BITS = 10;
export const MOST_IN_SET = 5_000;

export interface GolombSet {
	readonly count: number;
	readonly bits: number;
	readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A number below `count * 2^bits` that stands for a text. */
function placeOf(text: string, count: number, bits: number): number {
	const digest = sha256(utf8ToBytes(text));
	let share = 0;
	for (let at = 0; at < 6; at++) share = share * 256 + (digest[at] ?? 0);
	return Math.floor((share / 2 ** 48) * count * 2 ** bits);
}

/** @throws RangeError for more than `MOST_IN_SET` texts */
export function toGolombSet(texts: Iterable<string>, width = BITS): GolombSet {
	const all = [...new Set(texts)];
	if (all.length > MOST_IN_SET) throw new RangeError('too many for one set');
	const places = all.map((text) => placeOf(text, all.length, width)).sort((a, b) => a - b);
	const bits: number[] = [];
	let last = 0;
	for (const place of places) {
		const step = place - last;
		last = place;
		for (let ones = Math.floor(step / 2 ** width); ones > 0; ones--) bits.push(1);
		bits.push(0);
		for (let bit = width - 1; bit >= 0; bit--) bits.push((step >> bit) & 1);
	}
	const bytes = new Uint8Array(Math.ceil(bits.length / 8));
	for (const [at, bit] of bits.entries())
		if (bit) bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (0x80 >> (at & 7));
	return { count: all.length, bits: width, bytes };
}

/** The numbers of a set, or null where the bytes are those of none. */
export function placesIn({ count, bits, bytes }: GolombSet): ReadonlySet<number> | null {
	if (!Number.isInteger(count) || count < 0 || count > MOST_IN_SET) return null;
	const places = new Set<number>();
	const size = bytes.length * 8;
	let at = 0;
	let last = 0;
	const next = () => ((bytes[at >> 3] ?? 0) >> (7 - (at++ & 7))) & 1;
	for (let n = 0; n < count; n++) {
		let step = 0;
		while (at < size && next() === 1) step += 2 ** bits;
		if (at + bits > size) return null;
		let rest = 0;
		for (let bit = 0; bit < bits; bit++) rest = (rest << 1) | next();
		last += step + rest;
		if (last >= count * 2 ** bits) return null;
		places.add(last);
	}
	// What is left over of the last byte is empty, and there is no further one.
	if (size - at >= 8) return null;
	while (at < size) if (next() === 1) return null;
	return places;
}

/** Asks a set; null bytes never get here. */
export function isInPlaces(
	places: ReadonlySet<number>,
	{ count, bits }: Pick<GolombSet, 'count' | 'bits'>,
	text: string
): boolean {
	return count > 0 && places.has(placeOf(text, count, bits));
}
