/** How JSON writes half of a character beyond 16 bits, as a text that was cut in its middle ends; others it writes as they are. */
const LONE = '\\ud';

/**
 * The value of a JSON text with U+FFFD for every half of a character: PostgreSQL keeps them so, and two that are told apart
 * here would be one there.
 */
export function wellFormed(value: unknown, raw: string): unknown {
	return raw.includes(LONE) ? mended(value) : value;
}

function mended(value: unknown): unknown {
	if (typeof value === 'string') return value.toWellFormed();
	if (Array.isArray(value)) return value.map(mended);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, one]) => [key.toWellFormed(), mended(one)]));
}
