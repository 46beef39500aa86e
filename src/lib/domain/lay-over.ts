/**
 * A person's unconfirmed body laid over the server's newest one, for display: fields the person changed are theirs, all
 * others the server's, and the same member by member in groups and row by row in keyed lists (rows with an id). The server
 * merges by itself and decides; this keeps the screen, and a form that was open meanwhile, from hiding either side's work.
 */
type Plain = Readonly<Record<string, unknown>>;

function isPlain(value: unknown): value is Plain {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Equality of JSON values, whatever the order of keys. */
export function isSame(a: unknown, b: unknown): boolean {
	if (Object.is(a, b)) return true;
	if (Array.isArray(a) && Array.isArray(b))
		return a.length === b.length && a.every((value, at) => isSame(value, b[at]));
	if (!isPlain(a) || !isPlain(b)) return false;
	const keys = Object.keys(a);
	return keys.length === Object.keys(b).length && keys.every((key) => key in b && isSame(a[key], b[key]));
}

/** Rows by id, or null when this is not a list of rows with ids. */
function rowsById(value: unknown): Map<unknown, Plain> | null {
	if (!Array.isArray(value)) return null;
	const rows = new Map<unknown, Plain>();
	for (const row of value as unknown[]) {
		if (!isPlain(row) || typeof row['id'] !== 'string') return null;
		rows.set(row['id'], row);
	}
	return rows;
}

function layRows(before: Map<unknown, Plain>, own: Map<unknown, Plain>, base: Map<unknown, Plain>): Plain[] {
	const result: Plain[] = [];
	for (const [id, row] of base) {
		const seen = before.get(id);
		const mine = own.get(id);
		if (seen && !mine && isSame(seen, row)) continue;
		result.push(mine ? (layOver(seen ?? row, mine, row) as Plain) : row);
	}
	for (const [id, row] of own) {
		if (base.has(id)) continue;
		const seen = before.get(id);
		if (!seen || !isSame(seen, row)) result.push(row);
	}
	return result;
}

/**
 * @param before what the person saw when they edited, or null for a new record
 * @param own what they saved
 * @param base the server's newest body, or null
 */
export function layOver(before: unknown, own: unknown, base: unknown): unknown {
	if (!isPlain(base) || !isPlain(own)) return own;
	if (!isPlain(before)) return own;
	const result: Record<string, unknown> = { ...base };
	for (const key of new Set([...Object.keys(base), ...Object.keys(own)])) {
		if (isSame(own[key], before[key])) continue;
		if (!(key in own)) {
			Reflect.deleteProperty(result, key);
			continue;
		}
		const rows = [rowsById(before[key]), rowsById(own[key]), rowsById(base[key])] as const;
		const isGroup = isPlain(before[key]) && isPlain(base[key]);
		if (rows[0] && rows[1] && rows[2]) result[key] = layRows(rows[0], rows[1], rows[2]);
		else result[key] = isGroup ? layOver(before[key], own[key], base[key]) : own[key];
	}
	return result;
}
