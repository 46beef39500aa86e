import type { Movement } from '#lib/domain/stock/movement.ts';
import { inChunks } from '#lib/server/database/in-chunks.ts';
import { listed } from '#lib/server/database/listed.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import type { FeedChange } from '#lib/server/sync/feed.ts';

/**
 * Whoever recorded a part of a group sees all of it: the giver what the receiver counted, the receiver what was sent, and both
 * what was taken back. What names other places than the movement it is about belongs to nothing, and shows nothing.
 */
export async function shareGroups(
	trx: Trx,
	groups: readonly { readonly members: readonly Movement[] }[]
): Promise<FeedChange[]> {
	const shared = groups.map(({ members }) => {
		const origin = members.find(({ about }) => about === null);
		return members.filter(({ from, to }) => origin?.from === from && origin.to === to).map(({ id }) => id);
	});
	const ids = shared.filter((group) => group.length > 1).flat();
	const records = new Map<string, { recorder: string; rev: number }>();
	for (const chunk of inChunks(ids, 500)) {
		const rows = await trx
			.selectFrom('record')
			.select(['id', 'recorder', 'rev'])
			.where('id', 'in', listed(trx, chunk))
			.execute();
		for (const { id, recorder, rev } of rows) records.set(id, { recorder, rev: Number(rev) });
	}
	return shared.flatMap((group) => {
		const readers = new Set(group.flatMap((id) => records.get(id)?.recorder ?? []));
		return group.flatMap((id) => {
			const record = records.get(id);
			return [...readers].flatMap((reader): FeedChange[] =>
				!record || reader === record.recorder
					? []
					: [{ scope: `user:${reader}`, kind: 'movement', id, rev: record.rev, gone: false }]
			);
		});
	});
}
