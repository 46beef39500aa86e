/** One-time codes and tokens: made here, stored only as SHA-256. */
import { createHash, randomBytes, randomInt } from 'node:crypto';

/** 256 random bits, base64url: session tokens and links. */
export function newToken(): string {
	return randomBytes(32).toString('base64url');
}

/** What is stored in place of a token or code. */
export function hashSecret(secret: string): string {
	return createHash('sha256').update(secret).digest('hex');
}

/** No 0 O 1 I L, no U beside V, no lower case: read out over a bad line and typed with gloves. */
const CODE_LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
export const CODE_LENGTH = 8;

/** An enrolment code, 39 bits. */
export function newCode(): string {
	return Array.from({ length: CODE_LENGTH }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)]).join('');
}

/**
 * What a person typed, or a whole scanned address (`https://host/enrol#CODE`), as the code that was issued: upper case,
 * full-width letters and separators put right. Empty when it cannot be one.
 */
export function readCode(typed: string): string {
	const tail = typed.slice(typed.lastIndexOf('#') + 1);
	const code = tail
		.normalize('NFKC')
		.toUpperCase()
		.replace(/[\s\-·._]/g, '');
	return code.length === CODE_LENGTH && [...code].every((letter) => CODE_LETTERS.includes(letter))
		? code
		: '';
}
