/** Keys as IndexedDB orders them: numbers, instants, texts, bytes, lists (W3C, Indexed Database API 3.0, "Keys"). */
export type Key = number | Date | string | readonly Key[];

export const MIN_KEY: Key = -Infinity;
/** After all keys that are no lists of lists. */
export const MAX_KEY: Key = [[]];

function rank(key: Key): number {
	if (typeof key === 'number') return 0;
	if (key instanceof Date) return 1;
	return typeof key === 'string' ? 2 : 3;
}

export function compareKeys(one: Key, other: Key): number {
	if (typeof one === 'string' && typeof other === 'string') return one < other ? -1 : one > other ? 1 : 0;
	const difference = rank(one) - rank(other);
	if (difference !== 0) return difference;
	if (!Array.isArray(one)) return Number(one) - Number(other);
	const others = other as readonly Key[];
	for (let at = 0; at < Math.min(one.length, others.length); at++) {
		const order = compareKeys(one[at] as Key, others[at] as Key);
		if (order !== 0) return order;
	}
	return one.length - others.length;
}

function isKey(value: unknown): value is Key {
	if (typeof value === 'string' || value instanceof Date) return true;
	if (typeof value === 'number') return !Number.isNaN(value);
	return Array.isArray(value) && value.every(isKey);
}

/** A path of one field, or of several in their order. */
export type KeyPath = string | readonly string[];

/** The key of a row under a path; undefined where an index leaves the row out. */
export function keyAt(row: unknown, path: KeyPath): Key | undefined {
	const fields = row as Readonly<Record<string, unknown>>;
	if (typeof path === 'string') {
		const value = fields[path];
		return isKey(value) ? value : undefined;
	}
	const keys: Key[] = [];
	for (const part of path) {
		const value = fields[part];
		if (!isKey(value)) return undefined;
		keys.push(value);
	}
	return keys;
}

/** The keys of a row under a path that holds a list of them. */
export function keysAt(row: unknown, path: KeyPath): readonly Key[] {
	const list = row === undefined ? undefined : keyAt(row, path);
	return Array.isArray(list) ? (list as readonly Key[]) : [];
}

/** What a key is found by in a map. */
export function nameOf(key: Key): string | number {
	return typeof key === 'string' || typeof key === 'number' ? key : JSON.stringify(key);
}
