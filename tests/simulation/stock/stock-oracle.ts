/**
 * What must be where, written down once more and apart from the product: by the records as the server has them. The
 * adjusting lines of a count are taken from its ledger, as they depend on the moment; all else follows from the bodies.
 */
import type { SimServer } from '../server.ts';

interface Row {
	readonly id: string;
	readonly kind: string;
	readonly body: string;
	readonly recorder: string;
	readonly state: string | null;
}
interface Body {
	readonly act: string;
	readonly from: string | null;
	readonly to: string | null;
	readonly about: string | null;
	readonly team: string | null;
	readonly lines: readonly { supply: string; qty: number | null; batch: string; expiry: string | null }[];
}

/** Thousandths by `place supply batch expiry`, and the transfers that wait with their two places. */
export interface Expected {
	readonly balances: ReadonlyMap<string, number>;
	readonly waiting: ReadonlyMap<string, readonly (string | null)[]>;
}

export function expectedStock(server: SimServer): Expected {
	const rows = server.all<Row>("select * from record where kind in ('movement', 'handout') order by id");
	const balances = new Map<string, number>();
	const waiting = new Map<string, readonly (string | null)[]>();
	const add = (place: string | null, lines: Body['lines'], sign: number) => {
		if (place === null) return;
		for (const { supply, qty, batch, expiry } of lines) {
			const key = [place, supply, batch.trim(), expiry ?? ''].join(' ');
			balances.set(key, (balances.get(key) ?? 0) + sign * Math.round((qty ?? 0) * 1000));
		}
	};
	const bodies = new Map(rows.map((row) => [row.id, JSON.parse(row.body) as Body]));
	const movements = rows.filter((row) => row.kind === 'movement');
	const first = (act: string, about: string) =>
		movements.find(({ id }) => {
			const body = bodies.get(id);
			const origin = bodies.get(about);
			if (body?.act !== act || body.about !== about) return false;
			if (act === 'confirm') return !origin || origin.act === 'transfer';
			return origin && body.from === origin.from && body.to === origin.to;
		})?.id;
	for (const { id, kind, recorder, state } of rows) {
		const body = bodies.get(id) as Body;
		if (kind === 'handout') {
			if (state !== 'voided') add(body.team ? `team:${body.team}` : `person:${recorder}`, body.lines, -1);
			continue;
		}
		const group = body.about ?? id;
		if (first('reversal', group)) continue;
		const confirmed = first('confirm', group);
		if (body.act === 'receive') add(body.to, body.lines, 1);
		if (['issue', 'return'].includes(body.act)) {
			add(body.from, body.lines, -1);
			add(body.to, body.lines, 1);
		}
		if (['transfer', 'loss', 'expired'].includes(body.act)) add(body.from, body.lines, -1);
		if (body.act === 'transfer' && !confirmed) waiting.set(id, [body.from, body.to]);
		if (body.act === 'confirm' && confirmed === id) add(body.to, body.lines, 1);
		if (body.act === 'count') {
			const lines = server.all<{ place: string; supply: string; batch: string; expiry: string; qty: number }>(
				'select * from stock_entry where group_id = ? and record_id = group_id',
				id
			);
			for (const { place, supply, batch, expiry, qty } of lines)
				add(place, [{ supply, batch, expiry, qty: qty / 1000 }], 1);
		}
	}
	for (const [key, milli] of balances) if (milli === 0) balances.delete(key);
	return { balances, waiting };
}

/** Who sees a movement beside its recorder: all who recorded something of the same group, by its id. */
export function partnersIn(
	records: readonly { id: string; kind: string; body: string; recorder: string }[]
): ReadonlyMap<string, ReadonlySet<string>> {
	const movements = records
		.filter(({ kind }) => kind === 'movement')
		.map(({ id, recorder, body }) => ({ id, recorder, body: JSON.parse(body) as Body }));
	const partners = new Map<string, Set<string>>();
	for (const one of movements) {
		const origin = movements.find(({ id }) => id === (one.body.about ?? one.id));
		const group = movements.filter(
			({ id, body }) =>
				origin &&
				(id === origin.id || body.about === origin.id) &&
				body.from === origin.body.from &&
				body.to === origin.body.to
		);
		if (group.some(({ id }) => id === one.id)) {
			partners.set(one.id, new Set(group.map(({ recorder }) => recorder)));
			partners.get(one.id)?.delete(one.recorder);
		}
	}
	return partners;
}
