/** Stores are opened, renamed and closed by the city's administrators; each act stands in the audit log. */
import type { Store } from '#lib/domain/reference.ts';
import { audit, type AuditAction } from '#lib/server/accounts/audit.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import { searchable } from '#lib/server/import/pinyin.ts';
import { loadReference, writeReference } from '#lib/server/sync/reference-store.ts';

export type StoreAnswer =
	| { readonly done: true; readonly code: string }
	| { readonly done: false; readonly why: 'no-such-record' | 'name-missing' | 'name-taken' | 'not-empty' };

/** Who does it and when. */
export interface StoreActor {
	readonly database: ServerDatabase;
	readonly account: string;
	readonly now: Date;
}

export interface StoreNames {
	readonly zh: string;
	readonly en: string;
}

/** Opens a store in an area; its code is made here and never changes. */
export function openStore(actor: StoreActor, region: string, names: StoreNames): Promise<StoreAnswer> {
	return actor.database.transaction(async (trx) => {
		const reference = await loadReference(trx);
		if (!reference.get('region', region)) return { done: false, why: 'no-such-record' };
		const stores = reference.all('store');
		const wrong = wrongName(stores, names, null);
		if (wrong) return wrong;
		const used = new Set(stores.map((store) => store.code));
		const base = `CK-${region}`;
		let code = base;
		for (let n = 2; used.has(code); n++) code = `${base}-${n}`;
		return write(trx, actor, 'store-opened', { code, region, ...names, ...searchable(names.zh) });
	});
}

export function renameStore(actor: StoreActor, code: string, names: StoreNames): Promise<StoreAnswer> {
	return actor.database.transaction(async (trx) => {
		const reference = await loadReference(trx);
		const store = reference.get('store', code);
		if (!store) return { done: false, why: 'no-such-record' };
		const wrong = wrongName(reference.all('store'), names, code);
		if (wrong) return wrong;
		return write(trx, actor, 'store-renamed', { ...store, ...names, ...searchable(names.zh) });
	});
}

/** Closes a store that has nothing left: what is in it would be in no list any more. A closed one is opened again. */
export function closeStore(actor: StoreActor, code: string, closed: boolean): Promise<StoreAnswer> {
	return actor.database.transaction(async (trx) => {
		const store = (await loadReference(trx)).get('store', code);
		if (!store) return { done: false, why: 'no-such-record' };
		const left = closed
			? await trx
					.selectFrom('stock_balance')
					.select('supply')
					.where('place', '=', `store:${code}`)
					.where('qty', '<>', 0)
					.limit(1)
					.executeTakeFirst()
			: undefined;
		if (left) return { done: false, why: 'not-empty' };
		const { closed: _was, ...open } = store;
		return write(trx, actor, closed ? 'store-closed' : 'store-opened', closed ? { ...open, closed } : open);
	});
}

function wrongName(stores: readonly Store[], { zh }: StoreNames, self: string | null): StoreAnswer | null {
	if (zh === '') return { done: false, why: 'name-missing' };
	const isTaken = stores.some((store) => store.zh === zh && store.code !== self);
	return isTaken ? { done: false, why: 'name-taken' } : null;
}

async function write(
	trx: Trx,
	{ account, now }: StoreActor,
	action: Extract<AuditAction, `store-${string}`>,
	store: Store
): Promise<StoreAnswer> {
	const { code, zh, region } = store;
	await audit(trx, now, account, action, `store:${code}`, { name: zh, region });
	await writeReference(trx, [{ kind: 'store', code, body: store }]);
	return { done: true, code };
}
