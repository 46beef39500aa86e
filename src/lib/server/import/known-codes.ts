import type { ReferenceKind } from '#lib/domain/reference.ts';

/** Which codes exist: those the database has and those this folder brings. Old region codes lead to the present one. */
export class KnownCodes {
	readonly #codes = new Map<string, Set<string>>();
	readonly #oldRegions = new Map<string, string>();
	readonly #accounts = new Set<string>();

	add(kind: ReferenceKind, code: string): void {
		const codes = this.#codes.get(kind) ?? new Set<string>();
		codes.add(code);
		this.#codes.set(kind, codes);
	}

	addOldRegion(old: string, present: string): void {
		this.#oldRegions.set(old, present);
	}

	addAccount(id: string): void {
		this.#accounts.add(id);
	}

	has(kind: ReferenceKind, code: string): boolean {
		return this.#codes.get(kind)?.has(code) ?? false;
	}

	hasAccount(id: string): boolean {
		return this.#accounts.has(id);
	}

	/** The present code of a region, 361029 (东乡县) as 361003 (东乡区); undefined for an unknown one. */
	region(code: string): string | undefined {
		const present = this.#oldRegions.get(code) ?? code;
		return this.has('region', present) ? present : undefined;
	}

	all(kind: ReferenceKind): readonly string[] {
		return [...(this.#codes.get(kind) ?? [])];
	}
}
