/**
 * Three-way merge of record bodies, field by field.
 *
 * A field's path is its name; inside a group `household.person`; in a keyed list `lines.<row id>.qty`, or `lines.<row id>`
 * for a whole row that one side removed or added. Lists that are not keyed are one value.
 */
export type Body = Readonly<Record<string, unknown>>;
/** Field name -> name of the row's id, as in a record kind. */
export type KeyedLists = Readonly<Record<string, string>>;

/** One field before and after. A missing row or group member is null. */
export interface Change {
	readonly field: string;
	readonly before: unknown;
	readonly after: unknown;
}

/** Both sides changed one field: `current` stands, `proposed` waits for a coordinator. */
export interface FieldConflict {
	readonly field: string;
	readonly current: unknown;
	readonly proposed: unknown;
}

export interface Merged {
	readonly body: Body;
	readonly conflicts: readonly FieldConflict[];
}

function isGroup(value: unknown): value is Body {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Equal as JSON, whatever the order of keys. */
export function isSame(one: unknown, other: unknown): boolean {
	if (one === other) return true;
	if (Array.isArray(one) && Array.isArray(other)) {
		return one.length === other.length && one.every((value, at) => isSame(value, other[at]));
	}
	if (!isGroup(one) || !isGroup(other)) return (one ?? null) === (other ?? null);
	const names = new Set([...Object.keys(one), ...Object.keys(other)]);
	return [...names].every((name) => isSame(one[name], other[name]));
}

type Leaves = Map<string, unknown>;

/** Rows of a keyed list by id; null when the value is no list of rows with distinct ids. */
function rowsById(value: unknown, idName: string): Map<string, Body> | null {
	if (!Array.isArray(value)) return null;
	const rows = new Map<string, Body>();
	for (const row of value) {
		const id = isGroup(row) ? row[idName] : undefined;
		if (typeof id !== 'string' || rows.has(id)) return null;
		rows.set(id, row as Body);
	}
	return rows;
}

/** What changed from `before` to `after`, in the paths above; empty when nothing did. */
export function diffBodies(before: Body, after: Body, keyed: KeyedLists): Change[] {
	const changes: Change[] = [];
	for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
		const old = before[name] ?? null;
		const now = after[name] ?? null;
		if (isSame(old, now)) continue;
		const idName = Object.hasOwn(keyed, name) ? keyed[name] : undefined;
		const oldRows = idName ? rowsById(old, idName) : null;
		const nowRows = idName ? rowsById(now, idName) : null;
		if (oldRows && nowRows) changes.push(...diffRows(name, oldRows, nowRows));
		else if (isGroup(old) && isGroup(now)) changes.push(...diffGroups(name, old, now));
		else changes.push({ field: name, before: old, after: now });
	}
	return changes;
}

function diffRows(name: string, before: Map<string, Body>, after: Map<string, Body>): Change[] {
	const changes: Change[] = [];
	for (const id of new Set([...before.keys(), ...after.keys()])) {
		const old = before.get(id);
		const now = after.get(id);
		if (old && now) changes.push(...diffGroups(`${name}.${id}`, old, now));
		else changes.push({ field: `${name}.${id}`, before: old ?? null, after: now ?? null });
	}
	// The same rows in another order.
	if (changes.length === 0)
		changes.push({ field: name, before: [...before.values()], after: [...after.values()] });
	return changes;
}

function diffGroups(path: string, before: Body, after: Body): Change[] {
	const changes: Change[] = [];
	for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
		if (isSame(before[name], after[name])) continue;
		changes.push({ field: `${path}.${name}`, before: before[name] ?? null, after: after[name] ?? null });
	}
	return changes;
}

/** True when one path holds the other: `lines.a` and `lines.a.qty`, `receiver` and `receiver.name`. */
function overlap(one: string, other: string): boolean {
	return one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`);
}

function valueAt(body: Body, path: string, keyed: KeyedLists): unknown {
	const [name, rest] = split(path);
	const value = body[name] ?? null;
	if (rest === null) return value;
	const idName = Object.hasOwn(keyed, name) ? keyed[name] : undefined;
	if (!idName) return isGroup(value) ? (value[rest] ?? null) : null;
	const [id, column] = split(rest);
	const row = rowsById(value, idName)?.get(id);
	if (!row) return null;
	return column === null ? row : (row[column] ?? null);
}

function split(path: string): [string, string | null] {
	const dot = path.indexOf('.');
	return dot < 0 ? [path, null] : [path.slice(0, dot), path.slice(dot + 1)];
}

/** The body with one path set; a row set to null is removed, an unknown row appended. Paths that lead nowhere do nothing. */
export function withValue(body: Body, path: string, value: unknown, keyed: KeyedLists): Body {
	const [name, rest] = split(path);
	if (rest === null) return { ...body, [name]: value };
	const idName = Object.hasOwn(keyed, name) ? keyed[name] : undefined;
	const old = body[name];
	if (!idName) {
		if (!isGroup(old)) return body;
		const group: Record<string, unknown> = { ...old, [rest]: value };
		// An answer that was taken back is a member that is gone.
		if (value === null && name === 'answers') Reflect.deleteProperty(group, rest);
		return { ...body, [name]: group };
	}
	const rows = rowsById(old, idName);
	if (!rows) return body;
	const [id, column] = split(rest);
	const row = rows.get(id);
	if (column === null) {
		if (value === null) rows.delete(id);
		else rows.set(id, value as Body);
	} else if (row) rows.set(id, { ...row, [column]: value });
	return { ...body, [name]: [...rows.values()] };
}

/**
 * Merges what `proposed` changed since `base` into `current`. Disjoint changes both stand; where both sides changed the
 * same field to different values, `current` stays and the proposal is a conflict.
 */
export function mergeBodies(base: Body, current: Body, proposed: Body, keyed: KeyedLists): Merged {
	const theirs: Leaves = new Map(diffBodies(base, current, keyed).map((one) => [one.field, one.after]));
	let body = current;
	const conflicts = new Map<string, FieldConflict>();
	for (const change of diffBodies(base, proposed, keyed)) {
		const clash = [...theirs.keys()].filter((field) => overlap(field, change.field));
		if (clash.length === 0) {
			body = withValue(body, change.field, change.after, keyed);
			continue;
		}
		// The shorter path tells the whole: a row removed here and changed there is a conflict about the row.
		const field = clash.reduce((short, one) => (one.length < short.length ? one : short), change.field);
		const now = valueAt(current, field, keyed);
		const wanted = valueAt(proposed, field, keyed);
		if (!isSame(now, wanted)) conflicts.set(field, { field, current: now, proposed: wanted });
	}
	return { body, conflicts: [...conflicts.values()] };
}
