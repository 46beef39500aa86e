/**
 * A handwritten signature as it stands in the record that it signs: one text, so that it is whole or absent and no merge
 * ever mixes two. `<instant> <SHA-256, hex> <strokes>`: the hash covers the instant, the strokes and the statement, which is
 * what was signed for, who received it and on whose behalf. Changed afterwards, any of them shows.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { z } from 'zod';
import { inkLength, MAX_STROKES, packStrokes, unpackStrokes, type Stroke } from '#lib/domain/strokes.ts';

/** A pen that went less far, in units of the pad, slipped. */
const LEAST_INK = 120;
const FORM = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z) ([0-9a-f]{64}) ([\w.-]+)$/;

export interface Signature {
	/** Instant, by the phone's clock. */
	readonly at: string;
	readonly hash: string;
	readonly strokes: readonly Stroke[];
}

function hashOf(at: string, packed: string, statement: string): string {
	return bytesToHex(sha256(utf8ToBytes(`${at}\n${packed}\n${statement}`)));
}

/** The text of a signature; '' while too little was drawn to be one. */
export function writeSignature(strokes: readonly Stroke[], at: string, statement: string): string {
	if (inkLength(strokes) < LEAST_INK) return '';
	const packed = packStrokes(strokes);
	return `${at} ${hashOf(at, packed, statement)} ${packed}`;
}

/** What a text of `writeSignature` says, or null for any other. */
export function readSignature(text: string): Signature | null {
	const [, at, hash, packed] = FORM.exec(text) ?? [];
	const strokes = packed === undefined ? null : unpackStrokes(packed);
	if (at === undefined || hash === undefined || !strokes || inkLength(strokes) < LEAST_INK) return null;
	return { at, hash, strokes };
}

/** True while the signature stands under exactly this statement. */
export function isSignedFor(text: string, statement: string): boolean {
	const [, at, hash, packed] = FORM.exec(text) ?? [];
	return at !== undefined && packed !== undefined && hashOf(at, packed, statement) === hash;
}

/** Field of a body: a signature, '' where nobody signed on the screen, null where the version that wrote it did not ask. */
export const signature = z
	.string()
	.max(MAX_STROKES + 100)
	.refine((value) => value === '' || readSignature(value) !== null, { message: 'no-signature' })
	.nullable();
