/** Rows of a phone's tables as a bystander finds them, wherever they stand: by themselves or in packs. */
import { unpack, type PackRow } from '#lib/storage/packs/pack.ts';
import type { Tables } from './disk.ts';

const PACKS: Partial<Record<keyof Tables, string>> = { records: 'recordPacks', journal: 'journalPacks' };
const KEYS: Partial<Record<keyof Tables, string>> = { records: 'id', journal: 'opId' };

/** Packs are never changed but replaced. */
const unpacked = new WeakMap<PackRow, readonly unknown[]>();

function rowsIn(pack: PackRow): readonly unknown[] {
	let rows = unpacked.get(pack);
	if (!rows) unpacked.set(pack, (rows = unpack(pack)));
	return rows;
}

/** Table of a table's packs, or null. */
export const packsOf = (name: keyof Tables): string | null => PACKS[name] ?? null;

/** Those of `name` in its packs. @param values all rows of a store */
export function packedRows<Name extends keyof Tables>(
	name: Name,
	values: (store: string) => unknown[]
): Tables[Name][] {
	const packs = packsOf(name);
	if (packs === null) return [];
	return values(packs).flatMap((pack) => rowsIn(pack as PackRow)) as Tables[Name][];
}

export function packedRow<Name extends keyof Tables>(
	name: Name,
	key: string,
	values: (store: string) => unknown[]
): Tables[Name] | undefined {
	const path = KEYS[name];
	const packs = packsOf(name);
	if (path === undefined || packs === null) return undefined;
	const pack = values(packs).find((one) => (one as PackRow).ids.includes(key));
	const rows = pack === undefined ? [] : rowsIn(pack as PackRow);
	return rows.find((row) => (row as Record<string, unknown>)[path] === key) as Tables[Name] | undefined;
}
