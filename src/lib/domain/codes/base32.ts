/** RFC 4648 base32 without padding: letters that QR's alphanumeric mode packs and hand-held scanners type unshifted. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export function toBase32(bytes: Uint8Array): string {
	let text = '';
	let held = 0;
	let bits = 0;
	for (const byte of bytes) {
		held = (held << 8) | byte;
		bits += 8;
		while (bits >= 5) {
			bits -= 5;
			text += ALPHABET.charAt((held >> bits) & 31);
		}
		held &= (1 << bits) - 1;
	}
	return bits > 0 ? text + ALPHABET.charAt((held << (5 - bits)) & 31) : text;
}

/** @returns null where the text is not exactly what `toBase32` writes: one value has one text */
export function fromBase32(text: string): Uint8Array<ArrayBuffer> | null {
	const bytes = new Uint8Array(Math.floor((text.length * 5) / 8));
	let held = 0;
	let bits = 0;
	let at = 0;
	for (const letter of text) {
		const value = ALPHABET.indexOf(letter);
		if (value < 0) return null;
		held = (held << 5) | value;
		bits += 5;
		if (bits < 8) continue;
		bits -= 8;
		bytes[at++] = held >> bits;
		held &= (1 << bits) - 1;
	}
	return held === 0 && toBase32(bytes) === text ? bytes : null;
}
