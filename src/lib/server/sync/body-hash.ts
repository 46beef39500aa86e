import { createHash } from 'node:crypto';

function ordered(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(ordered);
	if (typeof value !== 'object' || value === null) return value;
	const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
	return Object.fromEntries(entries.map(([name, inner]) => [name, ordered(inner)]));
}

/** The raw operation as text, and the SHA-256 of its content whatever the order of its keys. */
export function rawAndHash(operation: unknown): { readonly raw: string; readonly hash: string } {
	try {
		const raw = JSON.stringify(operation) ?? 'null';
		return { raw, hash: sha256(JSON.stringify(ordered(operation)) ?? 'null') };
	} catch {
		// Nested deeper than the stack: no form of ours makes that.
		return { raw: '"nested too deep"', hash: sha256('nested too deep') };
	}
}

export function sha256(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}
