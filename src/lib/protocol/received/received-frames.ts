/**
 * "Received today" of one phone, shown to another as a few QR codes in turn - version 2:
 * `LR2.<season and day>.<phone>.<set>.<frame>-<frames>.<count>.<part>`, all in QR's alphanumeric characters. Version 1 had no
 * mark of the phone and sets of ten bits instead of twelve; it is still read.
 *
 * - season and day: first 5 bytes of the SHA-256 of `<season>|<day>`, base32: sets of other days or seasons do not mix
 * - phone: first 5 bytes of the SHA-256 of `<device>|<season>|<day>`, base32: a later set of a phone takes the place of its
 *   earlier one, and tomorrow nobody knows the phone by it
 * - set: first 5 bytes of the SHA-256 of its bytes, base32: parts of two sets do not mix, and the whole is checked
 * - count: how many persons; part: its share of the set's bytes, base32
 *
 * It holds no names and no card ids, only the ability to answer. A false yes costs a question, never a portion.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { fromBase32, toBase32 } from '#lib/domain/codes/base32.ts';
import { BITS, FIRST_BITS, placesIn, toGolombSet } from './golomb-set.ts';

/** Bytes of the set in one frame: a code of version 10 at level M, read from a phone's screen at arm's length. */
const PART = 120;

const markOf = (bytes: Uint8Array): string => toBase32(sha256(bytes).subarray(0, 5));
export const dayMark = (season: string, day: string): string => markOf(utf8ToBytes(`${season}|${day}`));

export interface ReceivedSet {
	/** Season and day it is of (`dayMark`). */
	readonly of: string;
	/** Mark of the phone that showed it; null: version 1. */
	readonly phone: string | null;
	/** What tells this set from others. */
	readonly id: string;
	readonly count: number;
	readonly bits: number;
	readonly places: ReadonlySet<number>;
}

/**
 * @param device id of the phone that shows them
 * @param keys natural keys of the persons who received
 */
export function receivedFrames(
	season: string,
	day: string,
	device: string,
	keys: Iterable<string>
): readonly string[] {
	const phone = markOf(utf8ToBytes(`${device}|${season}|${day}`));
	const { count, bytes } = toGolombSet(keys);
	const id = markOf(bytes);
	const frames = Math.max(1, Math.ceil(bytes.length / PART));
	return Array.from({ length: frames }, (_, at) => {
		const part = toBase32(bytes.subarray(at * PART, (at + 1) * PART));
		return ['LR2', dayMark(season, day), phone, id, `${at + 1}-${frames}`, String(count), part].join('.');
	});
}

interface Frame {
	readonly of: string;
	readonly phone: string | null;
	readonly id: string;
	readonly at: number;
	readonly frames: number;
	readonly count: number;
	readonly part: Uint8Array<ArrayBuffer>;
}

function readFrame(text: string): Frame | null {
	const plain = text.trim().toUpperCase();
	const found =
		/^LR(?<version>[12])\.(?<of>[A-Z2-7]{8})(?:\.(?<phone>[A-Z2-7]{8}))?\.(?<id>[A-Z2-7]{8})\.(?<at>\d{1,2})-(?<frames>\d{1,2})\.(?<count>\d{1,4})\.(?<part>[A-Z2-7]{0,400})$/.exec(
			plain
		);
	if (!found?.groups) return null;
	const {
		version,
		of = '',
		phone = null,
		id = '',
		at = '',
		frames = '',
		count = '',
		part = ''
	} = found.groups;
	const bytes = fromBase32(part);
	const place = Number(at);
	if ((version === '1') !== (phone === null)) return null;
	if (!bytes || bytes.length > PART || place < 1 || place > Number(frames)) return null;
	return { of, phone, id, at: place, frames: Number(frames), count: Number(count), part: bytes };
}

/** `other-day`: of another day or season; `not-ours`: no such code. */
export type FrameProblem = 'not-ours' | 'other-day' | 'damaged';

/** What all frames of one set have in common. */
const SAME = ['phone', 'id', 'frames', 'count'] as const;

/** Collects frames in any order until a set is whole. */
export class FrameCollector {
	readonly #of: string;
	#parts = new Map<number, Frame>();

	/** @param of the season and day that are wanted (`dayMark`) */
	constructor(of: string) {
		this.#of = of;
	}

	/** How many frames are there, and of how many; null before the first. */
	get progress(): { readonly got: number; readonly of: number } | null {
		const [first] = this.#parts.values();
		return first ? { got: this.#parts.size, of: first.frames } : null;
	}

	/** @returns the set once it is whole, null while parts are missing */
	take(text: string): ReceivedSet | null | { readonly problem: FrameProblem } {
		const frame = readFrame(text);
		if (!frame) return { problem: 'not-ours' };
		if (frame.of !== this.#of) return { problem: 'other-day' };
		const [known] = this.#parts.values();
		// The colleague handed out more meanwhile: another set begins.
		const isOther = known && SAME.some((name) => known[name] !== frame[name]);
		if (isOther) this.#parts = new Map();
		this.#parts.set(frame.at, frame);
		if (this.#parts.size < frame.frames) return null;
		const parts = [...this.#parts.values()].sort((a, b) => a.at - b.at);
		this.#parts = new Map();
		const bytes = Uint8Array.from(parts.flatMap(({ part }) => [...part]));
		const { of, phone, id, count } = frame;
		const bits = phone === null ? FIRST_BITS : BITS;
		const places = markOf(bytes) === id ? placesIn({ count, bits, bytes }) : null;
		return places ? { of, phone, id, count, bits, places } : { problem: 'damaged' };
	}
}
