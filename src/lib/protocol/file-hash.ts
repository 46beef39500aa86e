import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** SHA-256 of a file, hex, by which both sides know it. */
export function fileHash(bytes: Uint8Array): string {
	return bytesToHex(sha256(bytes));
}
