/** Identifiers and times as they travel. All ids are lower-case RFC 9562 UUIDs in their 36-character form. */
export type Uuid = string;
/** Calendar day in the deployment's time zone (Asia/Shanghai), `YYYY-MM-DD`. */
export type IsoDate = string;
/** Instant in UTC, `YYYY-MM-DDTHH:mm:ss.sssZ`. */
export type IsoInstant = string;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** True for any RFC 9562 UUID (versions 1 to 8, variant 10) in lower case. */
export function isUuid(value: string): boolean {
	return UUID.test(value);
}

/**
 * A UUIDv7 (RFC 9562 section 5.7): 48 bits of Unix milliseconds, then random bits.
 * @param millis Unix time in milliseconds
 * @param random 10 random bytes; version and variant bits are set here
 */
export function uuidV7(millis: number, random: Uint8Array): Uuid {
	const bytes = new Uint8Array(16);
	let rest = Math.max(0, Math.floor(millis));
	for (let at = 5; at >= 0; at--) {
		bytes[at] = rest % 256;
		rest = Math.floor(rest / 256);
	}
	bytes.set(random.subarray(0, 10), 6);
	bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
	bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
	return uuidText(bytes);
}

/** Unix milliseconds in a UUIDv7, by the clock of whoever made it; NaN for other versions. */
export function millisOf(id: Uuid): number {
	return id[14] === '7' ? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) : Number.NaN;
}

/** Sixteen bytes as the text of a UUID. */
export function uuidText(bytes: Uint8Array): Uuid {
	const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
	return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/**
 * A UUIDv7 that shares its last 62 bits with another one, which must be random there: two ids that travel together then
 * compress to little more than one. Still its own: other milliseconds, or other 12 bits of `random`.
 * @param random 10 random bytes, of which the first two are used
 */
export function uuidV7Beside(other: Uuid, millis: number, random: Uint8Array): Uuid {
	return uuidV7(millis, random).slice(0, 19) + other.slice(19);
}
