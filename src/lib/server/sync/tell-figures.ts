import type { Trx } from '#lib/server/database/schema.ts';
import { keepFigures } from '#lib/server/figures/keep-figures.ts';
import type { KindLookup } from './push-types.ts';
import type { LoadedWorld } from './push-world.ts';

/** Each touched record to the running figures, as it was before the push and as it is now. */
export async function tellFigures(
	trx: Trx,
	world: LoadedWorld,
	touched: ReadonlySet<string>,
	kindOf: KindLookup
): Promise<void> {
	const moved = [...touched].flatMap((id) => {
		const after = world.states.get(id);
		const kind = after && kindOf(after.row.kind);
		return kind ? [{ kind, id, before: world.atFirst(id), after }] : [];
	});
	await keepFigures(trx, moved, (id) => world.states.get(id)?.row.state);
}
