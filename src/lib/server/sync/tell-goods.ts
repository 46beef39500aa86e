import type { Trx } from '#lib/server/database/schema.ts';
import { keepStock } from '#lib/server/stock/keep-stock.ts';
import type { FeedChange } from './feed.ts';
import type { KindLookup } from './push-types.ts';
import type { LoadedWorld } from './push-world.ts';

/** Each touched record to the stock. @returns what the feeds are to be told of it */
export async function tellGoods(
	trx: Trx,
	world: LoadedWorld,
	touched: ReadonlySet<string>,
	kindOf: KindLookup
): Promise<FeedChange[]> {
	const moved = [...touched].flatMap((id) => {
		const after = world.states.get(id);
		const kind = after && kindOf(after.row.kind);
		return kind ? [{ kind, id, before: world.atFirst(id), after }] : [];
	});
	return keepStock(trx, moved);
}
