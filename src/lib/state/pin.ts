/**
 * The PIN that keeps persons of one phone apart: PBKDF2-SHA-256 with a salt of its own. It hides screens from the next
 * person; it does not encrypt the database, and the texts never say so.
 */
import type { PersonRow } from '#lib/storage/schema.ts';

type Pin = NonNullable<PersonRow['pin']>;
const ROUNDS = 200_000;

function toBase64(bytes: Uint8Array): string {
	return btoa(String.fromCharCode(...bytes));
}
function fromBase64(text: string): Uint8Array<ArrayBuffer> {
	return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

async function derive(pin: string, salt: Uint8Array<ArrayBuffer>, rounds: number): Promise<Uint8Array> {
	const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, [
		'deriveBits'
	]);
	const bits = await crypto.subtle.deriveBits(
		{ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds },
		key,
		256
	);
	return new Uint8Array(bits);
}

/** 4 to 12 digits. */
export function isPin(pin: string): boolean {
	return /^\d{4,12}$/.test(pin);
}

/** @param random 16 random bytes */
export async function hashPin(pin: string, random: Uint8Array): Promise<Pin> {
	const salt = Uint8Array.from(random);
	return { salt: toBase64(salt), hash: toBase64(await derive(pin, salt, ROUNDS)), rounds: ROUNDS };
}

export async function isPinRight(pin: string, kept: Pin): Promise<boolean> {
	const hash = toBase64(await derive(pin, fromBase64(kept.salt), kept.rounds));
	let different = hash.length ^ kept.hash.length;
	for (let at = 0; at < hash.length; at++) different |= hash.charCodeAt(at) ^ kept.hash.charCodeAt(at);
	return different === 0;
}
