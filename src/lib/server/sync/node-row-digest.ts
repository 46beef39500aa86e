import { hash } from 'node:crypto';

/** `rowDigest` of the protocol by the platform's own SHA-256, which takes a fraction of the time: 0 <= share < 2^48. */
export function nodeRowDigest(kind: string, id: string, rev: number): number {
	return hash('sha256', `${kind}\n${id}\n${rev}`, 'buffer').readUIntBE(0, 6);
}
