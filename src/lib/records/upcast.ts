import type { RecordKind } from './kind.ts';

/** Names of the steps only: what brings a body forward needs no more of its kind. */
type Upcasting = Pick<RecordKind, 'version' | 'upcast'>;

/** A body brought to the kind's current schema, or null where this version cannot read it. */
export function upcastBody(kind: Upcasting, schema: number, body: unknown): unknown {
	if (schema > kind.version) return null;
	let current = body;
	for (let version = schema; version < kind.version; version++) {
		const step = kind.upcast[version];
		if (!step) return null;
		current = step(current);
	}
	return current;
}

/** Of a body whose version nobody noted (an earlier revision): every step leaves what is newer as it stands. */
export function upcastUnversioned(kind: Upcasting, body: unknown): unknown {
	return upcastBody(kind, 1, body);
}
