/** What an import is going to write as reference data, before the first write. */
import type { ReferenceKind, ReferenceTypes } from '#lib/domain/reference.ts';
import type { Role } from '#lib/domain/roles.ts';
import type { Judged } from './judge-entries.ts';

/** One row of reference data as it is to stand, with the place it came from. */
export interface ReferenceEntry<K extends ReferenceKind = ReferenceKind> {
	readonly kind: K;
	readonly code: string;
	readonly body: ReferenceTypes[K];
	readonly file: string;
	readonly index: number;
}
export interface PriceEntry {
	readonly supply: string;
	readonly priceFen: number;
	readonly file: string;
	readonly index: number;
}
export interface AccountEntry {
	readonly id: string;
	readonly login: string;
	readonly zh: string;
	readonly en: string;
	readonly role: Role;
	readonly region: string;
	readonly team: string | null;
	readonly phone: string | null;
	readonly file: string;
	readonly index: number;
}
export interface ReferencePlan {
	readonly rows: readonly ReferenceEntry[];
	readonly prices: readonly PriceEntry[];
	readonly accounts: readonly AccountEntry[];
}

/** Adds one row, with the place it came from. */
export type Put = <K extends ReferenceKind>(kind: K, body: ReferenceTypes[K], from: Judged<unknown>) => void;
