/** What is in hand, live and once. */
import { holdingAt, soonestBatch, type StockInHand } from '#lib/domain/stock/in-hand.ts';
import { holderOf } from '#lib/domain/stock/place.ts';
import { watch, type Databases } from '#lib/storage/databases.ts';
import { readStock, type ReadMovement } from '#lib/storage/stock/read-stock.ts';
import { upcastBody } from '#lib/records/upcast.ts';
import { loadKinds, type Kinds } from './kinds.ts';

/** What cannot be read moves nothing: the record itself says that a newer app is needed. */
function createReadMovement(kinds: Kinds): ReadMovement {
	return ({ id, kind: name, recorder, state }, schema, body) => {
		const kind = kinds.of(name);
		if (!kind?.moves) return null;
		try {
			const current = schema === null ? body : upcastBody(kind, schema, body);
			return current ? kind.moves(id, current, { recorder, state }) : null;
		} catch {
			return null;
		}
	};
}

/** @param without record that is left out of it with all its effects */
export async function readInHand(databases: Databases, without?: string): Promise<StockInHand> {
	const read = createReadMovement(await loadKinds());
	return databases.saves.run((database) => readStock(database, read, without));
}

/** Calls back at once and after every change. @returns how to stop */
export async function watchInHand(
	databases: Databases,
	listener: (stock: StockInHand) => void,
	without?: string
): Promise<() => void> {
	const read = createReadMovement(await loadKinds());
	return watch(databases, (database) => readStock(database, read, without), listener);
}

/** The batch of each supply that a team, or whoever records where there is none, is to give out first. */
export async function readBatches(databases: Databases, account: string, day: string) {
	const { holdings } = await readInHand(databases);
	return (supply: string, team: string | null) =>
		soonestBatch(holdingAt(holdings, holderOf(team, account), supply)?.batches, day);
}
