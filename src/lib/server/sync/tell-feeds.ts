import { listed } from '#lib/server/database/listed.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import { appendToFeeds, type FeedChange } from './feed.ts';
import type { KindLookup } from './push-types.ts';
import type { LoadedWorld } from './push-world.ts';
import { scopesOf } from './scopes.ts';

/**
 * Each touched record to the scopes that show it now, a tombstone to those that showed it before.
 * @param more changes of other rows, which go with them: scopes are locked in one order
 */
export async function tellFeeds(
	trx: Trx,
	world: LoadedWorld,
	touched: ReadonlySet<string>,
	kindOf: KindLookup,
	more: readonly FeedChange[] = []
): Promise<void> {
	const ids = [...touched];
	const showing = new Map<string, string[]>();
	const there = ids.filter((id) => world.wasThere(id));
	if (there.length > 0) {
		const rows = await trx
			.selectFrom('feed')
			.select(['scope', 'record_id'])
			.where('record_id', 'in', listed(trx, there))
			.where('gone', '=', 0)
			.execute();
		for (const row of rows) showing.set(row.record_id, [...(showing.get(row.record_id) ?? []), row.scope]);
	}
	const changes: FeedChange[] = [...more];
	for (const id of ids) {
		const state = world.states.get(id);
		const kind = state && kindOf(state.row.kind);
		if (!state || !kind) continue;
		const { rev } = state.row;
		const scopes = scopesOf(kind, state.row, state.body);
		const isNew = !world.wasThere(id);
		for (const scope of scopes) changes.push({ scope, kind: kind.kind, id, rev, gone: false, isNew });
		for (const scope of showing.get(id) ?? []) {
			// A movement stays with all who took part in it.
			const gone = !kind.appendOnly;
			if (!scopes.includes(scope)) changes.push({ scope, kind: kind.kind, id, rev, gone });
		}
	}
	await appendToFeeds(trx, changes);
}
