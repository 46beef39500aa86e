import type { Gift, Received } from '#lib/domain/rosters/lease.ts';
import { receiptSeasonKey } from '#lib/records/receipt-season.ts';
import { inChunks } from '#lib/server/database/in-chunks.ts';
import type { Sql, Trx } from '#lib/server/database/schema.ts';
import type { RosterRowTable } from '#lib/server/database/schema-rosters.ts';

/** Handouts told of one person at most: what they were given is added up against the season's limits. */
const MOST = 60;

/** What people of a roster were given in a season, by the ids of their rows; the newest first. A voided handout gave nothing. */
export async function receivedBy(
	db: Sql | Trx,
	rows: readonly Pick<RosterRowTable, 'id' | 'card_id'>[],
	campaign: string | null
): Promise<Map<string, Received[]>> {
	const received = new Map<string, Received[]>();
	if (campaign === null) return received;
	const rowByKey = new Map(
		rows.flatMap((row) => {
			const nobody = { name: '', organisation: null, organisationText: '' };
			const keys = [
				{ ...nobody, card: row.card_id, roster: row.id },
				{ ...nobody, card: null, roster: row.id }
			].map((person) => receiptSeasonKey(campaign, person));
			return keys.flatMap((key) => (key ? [[key, row.id] as const] : []));
		})
	);
	for (const keys of inChunks([...rowByKey.keys()], 500)) {
		const found = await db
			.selectFrom('record')
			.innerJoin('record as handout', 'handout.id', 'record.parent')
			.select(['record.season_key', 'record.date', 'record.parent', 'record.body'])
			.where('record.season_key', 'in', keys)
			.where('handout.state', '<>', 'voided')
			.orderBy('record.date', 'desc')
			.orderBy('record.id')
			.execute();
		for (const { season_key, date, parent, body } of found) {
			const row = rowByKey.get(season_key ?? '');
			const given = (JSON.parse(body) as Body).evidence.filter((one) => !one.withdrawn);
			if (!row || parent === null || given.length === 0) continue;
			const list = received.get(row) ?? [];
			const gifts = given.map(({ kit, portions, lines }) => {
				return { kit, portions, lines: lines.map(({ supply, qty }) => ({ supply, qty })) };
			});
			if (list.length < MOST) list.push({ date, kit: given[0]?.kit ?? null, handout: parent, gifts });
			received.set(row, list);
		}
	}
	return received;
}

interface Body {
	readonly evidence: readonly (Gift & { readonly withdrawn: boolean })[];
}
