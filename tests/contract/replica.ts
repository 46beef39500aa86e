import { addDigest, rowDigest } from '#lib/protocol/digest.ts';
import type { ScopePage } from '#lib/protocol/pull.ts';

/** The least a device must do with pages: rows and cursor together, only from where it stands. */
export class Replica {
	readonly scopes = new Map<string, { gen: number; seq: number; rows: Map<string, number> }>();

	get cursors() {
		return [...this.scopes].map(([scope, { gen, seq }]) => ({ scope, gen, seq }));
	}

	apply(page: ScopePage): void {
		const old = this.scopes.get(page.scope);
		const fresh = !old || old.gen !== page.gen;
		if (page.from === 0 && (fresh || old.seq > page.to)) {
			this.scopes.set(page.scope, { gen: page.gen, seq: 0, rows: new Map() });
		}
		const scope = this.scopes.get(page.scope);
		if (!scope || scope.seq !== page.from) return;
		for (const { kind, id, rev, gone } of page.rows) {
			if (gone) scope.rows.delete(`${kind}\n${id}`);
			else scope.rows.set(`${kind}\n${id}`, rev);
		}
		scope.seq = page.to;
	}

	hash(scope: string): number {
		let sum = 0;
		for (const [key, rev] of this.scopes.get(scope)?.rows ?? []) {
			const [kind = '', id = ''] = key.split('\n');
			sum = addDigest(sum, rowDigest(kind, id, rev));
		}
		return sum;
	}
}
