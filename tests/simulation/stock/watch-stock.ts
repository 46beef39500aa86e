/** Truth 10: stock equals the fold of distinct movements, and none is refused for what it leaves. */
import type { Memory } from '../memory.ts';
import { standingGrants, type GrantFacts } from '../readable.ts';
import type { SimPhone } from '../phone.ts';
import { CITY, STORE, TEAM_OF } from '../population.ts';
import type { SimServer } from '../server.ts';
import { expectedStock } from './stock-oracle.ts';

interface Holding {
	readonly place: string;
	readonly supply: string;
	readonly qty: number;
	readonly rev: number;
}

const scopeOf = (place: string) => (place.startsWith('store:') ? place : `held:${place}`);

/** Rows that the feeds show of stock: `scope kind id rev`. */
export function stockFeedRows(server: SimServer): Set<string> {
	const rows = new Set<string>();
	for (const { place, supply, rev } of server.all<Holding>('select * from stock_holding'))
		rows.add(`${scopeOf(place)} stock ${place}|${supply} ${rev}`);
	const revs = new Map(
		server.all<{ id: string; rev: number }>('select id, rev from stock_group').map(({ id, rev }) => [id, rev])
	);
	for (const [id, places] of expectedStock(server).waiting)
		for (const place of new Set(places))
			if (place !== null) rows.add(`${scopeOf(place)} stock-open ${id} ${revs.get(id)}`);
	return rows;
}

export function watchStock(server: SimServer, memory: Memory): void {
	const { balances } = expectedStock(server);
	const compare = (what: string, rows: readonly { key: string; qty: number }[]) => {
		const left = new Map(balances);
		for (const { key, qty } of rows) {
			if (qty !== (left.get(key) ?? 0))
				memory.fail(10, `${what} of ${key} is ${qty}, the movements say ${left.get(key) ?? 0}`);
			left.delete(key);
		}
		for (const [key, milli] of left) memory.fail(10, `${what} of ${key} is missing, it should be ${milli}`);
	};
	const key = "place || ' ' || supply || ' ' || batch || ' ' || expiry as key";
	compare('the balance', server.all(`select ${key}, qty from stock_balance`));
	compare('the ledger', server.all(`select ${key}, sum(qty) as qty from stock_entry group by 1`));
	const wrong = server.all<Holding>(`select * from stock_holding where qty <> (select coalesce(sum(qty), 0)
		from stock_balance where stock_balance.place = stock_holding.place
			and stock_balance.supply = stock_holding.supply)`);
	for (const { place, supply } of wrong) memory.fail(10, `${place} is told wrongly what it has of ${supply}`);
	const refused = server.all<{ op_id: string; refusal: string }>(
		"select op_id, refusal from operation where kind = 'movement' and refusal in ('rule', 'internal')"
	);
	for (const { op_id, refusal } of refused)
		if (!memory.poison.has(op_id)) memory.fail(10, `movement ${op_id} was refused: ${refusal}`);
}

/** Places whose stock an account may see, by its grants as they stand. */
export function placesOf(account: string, grants: readonly GrantFacts[], server: SimServer): Set<string> {
	const places = new Set<string>();
	const gone = "select 1 from reference_row where kind = 'team' and code = ? and gone = 1";
	for (const { role, region, team } of grants) {
		if ((role === 'REV' || role === 'CADM') && (region === STORE.body.region || region === CITY))
			places.add(`store:${STORE.code}`);
		const own = team ?? TEAM_OF[account] ?? null;
		if (own && server.all(gone, own).length === 0) places.add(`team:${own}`);
		places.add(`person:${account}`);
	}
	return places;
}

/** At rest a phone shows of each of its places what the server has there, and nothing of others. */
export function checkStockOn(phone: SimPhone, memory: Memory, server: SimServer): void {
	const raw = phone.settled;
	if (!raw) return;
	const mine = placesOf(phone.account, standingGrants(server, phone.account), server);
	const expected = new Map(
		server
			.all<Holding>('select * from stock_holding')
			.filter(({ place }) => mine.has(place))
			.map((one) => [`${one.place} ${one.supply}`, one.qty])
	);
	for (const row of raw.rows('stock')) {
		if (row.kind !== 'stock') continue;
		const { place, supply, milli } = row.body as { place: string; supply: string; milli: number };
		if (!mine.has(place)) memory.fail(7, `${phone.name} shows the stock of ${place}`);
		const should = expected.get(`${place} ${supply}`);
		if (milli !== should)
			memory.fail(3, `${phone.name} shows ${milli} of ${supply} at ${place}, not ${should}`);
		expected.delete(`${place} ${supply}`);
	}
	for (const key of expected.keys()) memory.fail(3, `${phone.name} does not show ${key}`);
}
