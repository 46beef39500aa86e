import { hash } from 'node:crypto';

/** The raw operation as text, and the SHA-256 of its content whatever the order of its keys. */
export function rawAndHash(operation: unknown): { readonly raw: string; readonly hash: string } {
	try {
		const raw = JSON.stringify(operation) ?? 'null';
		return { raw, hash: sha256(canonicalJson(operation)) };
	} catch {
		// Nested deeper than the stack: no form of ours makes that.
		return { raw: '"nested too deep"', hash: sha256('nested too deep') };
	}
}

export function sha256(text: string): string {
	return hash('sha256', text);
}

/**
 * JSON with the keys of every object in order: whole numbers first as JavaScript orders them, then the rest by code unit.
 * Hashes of years are made of it: it must never change.
 */
export function canonicalJson(value: unknown): string {
	if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
	if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
	const members = value as Readonly<Record<string, unknown>>;
	let text = '';
	for (const name of orderOf(Object.keys(members))) {
		const member = members[name];
		if (member === undefined) continue;
		text += `${text === '' ? '' : ','}${quoted(name)}:${canonicalJson(member)}`;
	}
	return `{${text}}`;
}

const startsWithDigit = (name: string) => (name.charCodeAt(0) - 48) >>> 0 < 10;

function orderOf(names: string[]): readonly string[] {
	names.sort();
	if (!names.some(startsWithDigit)) return names;
	return Object.keys(Object.fromEntries(names.map((name) => [name, 0])));
}

const quotedNames = new Map<string, string>();

/** Names are few and come again and again; those of a stranger must not fill the memory. */
function quoted(name: string): string {
	const known = quotedNames.get(name);
	if (known !== undefined) return known;
	const made = JSON.stringify(name);
	if (quotedNames.size < 1_000 && name.length < 50) quotedNames.set(name, made);
	return made;
}
