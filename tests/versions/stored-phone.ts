/**
 * A phone as a version of the app left it: every IndexedDB database of it, what that version showed of them, and what its
 * server had been told. A file for each, `phones/person-N-phone-M.json`, and none of them is ever changed: what a phone of the
 * same version held besides stands in another, `phones/person-N-phone-M-<as>.json`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredDatabase } from './copy-databases.ts';
import type { SeenThen } from './seen.ts';

export const PHONES = join(import.meta.dirname, 'phones');

/** One push that the phone's server took before the copy was made: by whom, when, and what. */
export interface Act {
	readonly account: string;
	readonly device: string;
	readonly at: string;
	readonly grantsRev: number;
	readonly operations: readonly unknown[];
}

/** A right that had ended when the copy was made, and the phone that knew of it. */
export interface EndedRight {
	readonly id: string;
	readonly account: string;
	readonly role: string;
	readonly region: string;
	readonly team: string | null;
	readonly until: string;
}

export interface StoredPhone {
	/** Versions of the schemas, as the app counts them. */
	readonly person: number;
	readonly phone: number;
	/** What tells it from other copies of its version; absent in the first one. */
	readonly as?: string;
	readonly databases: readonly StoredDatabase[];
	/** By account id: what this version of the app made of the person's database. */
	readonly seen: Readonly<Record<string, SeenThen>>;
	readonly pins: Readonly<Record<string, string>>;
	readonly server: {
		readonly serverId: string;
		readonly epoch: number;
		/** Device id -> account id. */
		readonly devices: Readonly<Record<string, string>>;
		readonly ended: readonly EndedRight[];
		readonly acts: readonly Act[];
	};
}

export function nameOf({ person, phone, as }: Pick<StoredPhone, 'person' | 'phone' | 'as'>): string {
	return `person-${person}-phone-${phone}${as === undefined ? '' : `-${as}`}.json`;
}

/** Every stored phone, oldest first. */
export function storedPhones(): readonly StoredPhone[] {
	return readdirSync(PHONES)
		.map((name) => JSON.parse(readFileSync(join(PHONES, name), 'utf8')) as StoredPhone)
		.sort((a, b) => a.person - b.person || a.phone - b.phone || (nameOf(a) < nameOf(b) ? -1 : 1));
}
