/**
 * The hash by which two sides see that a scope is the same: the sum modulo 2^48 of the first 6 bytes of
 * SHA-256(`kind\nid\nrev`) over all rows that are not gone. Sums are order-free, so both sides keep it incrementally:
 * subtract the old revision's share, add the new one's. Synchronous, because awaiting inside an IndexedDB transaction ends it.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

export const DIGEST_MODULUS = 2 ** 48;

/** One row's share of the hash, 0 <= share < 2^48. */
export function rowDigest(kind: string, id: string, rev: number): number {
	const digest = sha256(utf8ToBytes(`${kind}\n${id}\n${rev}`));
	let share = 0;
	for (let at = 0; at < 6; at++) share = share * 256 + (digest[at] ?? 0);
	return share;
}

export function addDigest(hash: number, share: number): number {
	return (hash + share) % DIGEST_MODULUS;
}

export function removeDigest(hash: number, share: number): number {
	return (hash - share + DIGEST_MODULUS) % DIGEST_MODULUS;
}
