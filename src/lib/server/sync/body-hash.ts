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
	switch (typeof value) {
		case 'string':
			return PLAIN.test(value) ? `"${value}"` : JSON.stringify(value);
		case 'number':
			return Number.isFinite(value) ? String(value) : 'null';
		case 'boolean':
			return value ? 'true' : 'false';
		case 'object':
			return value === null ? 'null' : Array.isArray(value) ? ofList(value) : ofMembers(value);
		default:
			return JSON.stringify(value) ?? 'null';
	}
}

/** What stands between quotes just as it is: short, and nothing in it to escape. */
// eslint-disable-next-line no-control-regex -- control characters are what JSON escapes
const PLAIN = /^[^"\\\u0000-\u001f\ud800-\udfff]{0,60}$/;

function ofList(list: readonly unknown[]): string {
	let text = '';
	for (const [at, item] of list.entries()) text += at === 0 ? canonicalJson(item) : `,${canonicalJson(item)}`;
	return `[${text}]`;
}

function ofMembers(object: object): string {
	const members = object as Readonly<Record<string, unknown>>;
	let text = '';
	for (const { name, label } of orderOf(Object.keys(members))) {
		const member = members[name];
		if (member !== undefined) text += `${text === '' ? '' : ','}${label}${canonicalJson(member)}`;
	}
	return `{${text}}`;
}

/** A key, and how it stands before its value. */
interface Label {
	readonly name: string;
	readonly label: string;
}

/** Keys as they came and in order, by their number and the first of them: bodies of one kind have the same in one order. */
const orders = new Map<string, { readonly came: readonly string[]; readonly ordered: readonly Label[] }[]>();
/** Those of a stranger must not fill the memory. */
const MOST_ORDERS = 300;
const MOST_NAMES = 60;
const LONGEST_NAME = 50;
let kept = 0;

function orderOf(names: readonly string[]): readonly Label[] {
	const place = `${names.length} ${names[0]}`;
	const sharing = orders.get(place);
	const known = sharing?.find(({ came }) => came.every((name, at) => name === names[at]));
	if (known) return known.ordered;
	const ordered = sorted(names).map((name) => ({ name, label: `${JSON.stringify(name)}:` }));
	if (names.length > MOST_NAMES || names.some((name) => name.length > LONGEST_NAME)) return ordered;
	if (kept++ === MOST_ORDERS) {
		orders.clear();
		kept = 1;
	}
	orders.set(place, [...(orders.get(place) ?? []), { came: names, ordered }]);
	return ordered;
}

const startsWithDigit = (name: string) => (name.charCodeAt(0) - 48) >>> 0 < 10;

function sorted(came: readonly string[]): readonly string[] {
	const names = [...came].sort();
	if (!names.some(startsWithDigit)) return names;
	return Object.keys(Object.fromEntries(names.map((name) => [name, 0])));
}
