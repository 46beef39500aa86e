/**
 * Argon2id (RFC 9106) in the PHC string format, `$argon2id$v=19$m=32768,t=2,p=1$<salt>$<hash>`. The parameters travel
 * with the hash, so they can be raised without touching what is stored.
 */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';

/** KiB of memory and passes: some 70 ms on the machines this runs on. */
const MEMORY = 32_768;
const PASSES = 2;
const HASH_BYTES = 32;

function derive(
	password: string,
	nonce: Uint8Array,
	memory: number,
	passes: number,
	tagLength: number
): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		argon2(
			'argon2id',
			{ message: password.normalize('NFKC'), nonce, parallelism: 1, tagLength, memory, passes },
			(error, key) => (error ? reject(error) : resolve(key))
		);
	});
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '');

/** Hashes a password with a fresh salt. Runs in the thread pool. */
export async function hashPassword(password: string): Promise<string> {
	const salt = randomBytes(16);
	const hash = await derive(password, salt, MEMORY, PASSES, HASH_BYTES);
	return `$argon2id$v=19$m=${MEMORY},t=${PASSES},p=1$${base64(salt)}$${base64(hash)}`;
}

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Takes the place of a missing hash, so that an unknown login costs the same time as a wrong password. */
const NOBODY = `$argon2id$v=19$m=${MEMORY},t=${PASSES},p=1$${base64(randomBytes(16))}$${base64(randomBytes(HASH_BYTES))}`;

/**
 * True when the password belongs to the stored hash. With null (no account, or one without a password) the same work is
 * done and the answer is false.
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
	const parts = PHC.exec(stored ?? NOBODY);
	if (!parts) return false;
	const [, memory = '', passes = '', salt = '', hash = ''] = parts;
	const expected = Buffer.from(hash, 'base64');
	const actual = await derive(
		password,
		Buffer.from(salt, 'base64'),
		Number(memory),
		Number(passes),
		expected.length
	);
	return timingSafeEqual(actual, expected) && stored !== null;
}
