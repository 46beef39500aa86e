/**
 * What a phone really holds, scope by scope, beside what the server says: reckoned anew from the raw rows, as the phone's own
 * running count and hash would agree with the server's over a record that was lost or has stayed old.
 */
import { expect, type Page } from '@playwright/test';
import { addDigest, rowDigest } from '#lib/protocol/digest.ts';
import type { CursorRow, RecordRow, ReferenceRow } from '#lib/storage/schema.ts';
import type { LeasedRow } from '#lib/storage/leases/leased-row.ts';
import type { StockRow } from '#lib/storage/rows.ts';
import { rawTables } from './raw-tables.ts';

interface Standing {
	readonly scope: string;
	readonly seq: number;
	readonly count: number;
	readonly hash: number;
}

/** Asks the server's database: `World.rows` is one. */
export type AskServer = <Row>(query: string) => Promise<Row[]>;

/** One thing in a scope, at the revision in which the phone has its content. */
interface Held {
	readonly kind: string;
	readonly id: string;
	readonly rev: number;
}

class RawPhone {
	readonly #tables: Readonly<Record<string, string>>;

	constructor(tables: Readonly<Record<string, string>>) {
		this.#tables = tables;
	}

	/** Rows of all persons: the stories that ask have one. */
	rows<Row>(table: string): Row[] {
		return Object.entries(this.#tables)
			.filter(([name]) => name.endsWith(`/${table}`))
			.flatMap(([, text]) => JSON.parse(text) as Row[]);
	}

	/** What is there of a scope. A record counts at its base's revision, whatever it says to be a member with. */
	heldIn(scope: string): Held[] {
		if (scope === 'ref')
			return this.rows<ReferenceRow>('reference').map(({ kind, id, rev }) => ({
				kind: `ref:${kind}`,
				id,
				rev
			}));
		const records = this.rows<RecordRow>('records').filter(({ memberships }) => scope in memberships);
		const others = [...this.rows<StockRow>('stock'), ...this.rows<LeasedRow>('leased')];
		return [
			...records.flatMap(({ base }) => (base ? [{ kind: base.kind, id: base.id, rev: base.rev }] : [])),
			...others.filter((row) => row.scope === scope)
		];
	}

	standings(): Standing[] {
		return this.rows<CursorRow>('cursors').map(({ scope, seq }) => {
			const held = this.heldIn(scope);
			const hash = held.reduce((sum, { kind, id, rev }) => addDigest(sum, rowDigest(kind, id, rev)), 0);
			return { scope, seq, count: held.length, hash };
		});
	}
}

/** Numbers, whatever the database gives them as. */
async function headsOf(ask: AskServer): Promise<Map<string, Standing>> {
	const heads = await ask<Record<'scope' | 'head' | 'count' | 'hash', string | number>>(
		'select scope, head, count, hash from scope_head'
	);
	return new Map(
		heads.map(({ scope, head, count, hash }) => {
			const one = { scope: String(scope), seq: Number(head), count: Number(count), hash: Number(hash) };
			return [one.scope, one] as const;
		})
	);
}

/** Content of records as text, without regard to the order of members. */
function contentOf(body: unknown): string {
	return JSON.stringify(body, (_key, value: unknown) =>
		value !== null && typeof value === 'object' && !Array.isArray(value)
			? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
			: value
	);
}

/**
 * The phone has, scope by scope, what the server has: as many, by the hash over them, and word for word.
 * @param scopes that it must hold at least, each with something in it
 */
export async function expectSameAsServer(
	page: Page,
	ask: AskServer,
	scopes: readonly string[]
): Promise<void> {
	const phone = new RawPhone(await rawTables(page));
	const heads = await headsOf(ask);
	const standings = phone.standings();
	expect(standings.filter(({ count }) => count > 0).map(({ scope }) => scope)).toEqual(
		expect.arrayContaining([...scopes])
	);
	expect(standings).toEqual(
		standings.map(({ scope }) => heads.get(scope) ?? { scope, seq: 0, count: 0, hash: 0 })
	);
	const server = new Map(
		(await ask<{ id: string; body: string }>('select id, body from record')).map(({ id, body }) => [id, body])
	);
	// A name that says which, and no list of a thousand bodies.
	const different = phone
		.rows<RecordRow>('records')
		.filter(
			({ base }) => base && contentOf(base.body) !== contentOf(JSON.parse(server.get(base.id) ?? 'null'))
		);
	expect(different.map(({ id }) => id)).toEqual([]);
}
