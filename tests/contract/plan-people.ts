/** Rosters, an audit log and running sums of a size at which it matters how a database reads them. */
import { uuidV7 } from '#lib/domain/ids.ts';
import { AUDIT_ACTIONS } from '#lib/server/accounts/audit.ts';
import { insertRows } from '#lib/server/database/insert-rows.ts';
import type { FigureTable, ReviewTallyTable, Tables, Trx } from '#lib/server/database/schema.ts';
import type { RosterRowTable, RosterTables } from '#lib/server/database/schema-rosters.ts';

const DAY = 86_400_000;
const FIRST = Date.parse('2023-06-01T00:00:00.000Z');
/** An action that stands in the log once, at its beginning. */
export const RARE_ACTION = 'first-administrator';

const id = (series: number, at: number) =>
	uuidV7(
		FIRST + at,
		Uint8Array.from({ length: 10 }, (_, i) => (i === 9 ? series : (at * (i + 7)) % 256))
	);
const dayOf = (at: number) => new Date(FIRST + (at % 1_100) * DAY).toISOString().slice(0, 10);

async function write<T extends keyof Tables>(trx: Trx, table: T, rows: readonly Tables[T][]): Promise<void> {
	const [first] = rows;
	if (first) await insertRows(trx, table, Object.keys(first) as (keyof Tables[T] & string)[], rows);
}

/** @param count entries, the rare one the oldest */
export async function fillAudit(trx: Trx, count: number): Promise<void> {
	const often = AUDIT_ACTIONS.filter((action) => action !== RARE_ACTION);
	const rows = Array.from({ length: count }, (_, at) => ({
		...{
			id: id(1, at),
			at: new Date(FIRST + at * 60_000).toISOString(),
			actor: 'rev',
			subject: 'vol',
			detail: '{}'
		},
		action: at === 0 ? RARE_ACTION : (often[at % often.length] ?? RARE_ACTION)
	}));
	await write(trx, 'audit_log', rows);
}

/** @returns the ids of the rosters: as many people in each of them as there are rosters */
export async function fillRosters(trx: Trx, regions: readonly string[], count: number): Promise<string[]> {
	const rosters = Array.from({ length: count }, (_, at): RosterTables['roster'] => ({
		...{ id: id(2, at), title: `名册${at}`, organisation: null, organisation_text: '示例厂' },
		...{
			region: regions[at % regions.length] ?? '',
			created_by: 'rev',
			created_at: `${dayOf(at)}T00:00:00.000Z`
		},
		removed_at: null
	}));
	const rows = rosters.flatMap((roster, at): RosterRowTable[] =>
		Array.from({ length: count }, (_, n) => ({
			...{ id: id(3, at * count + n), roster_id: roster.id, n: n + 1, name: `李示${n}`, initials: 'lsa' },
			...{ department: '', category: null, job: String(n), phone: '', card_id: `W-${at}-${n}`, rev: 1 }
		}))
	);
	await write(trx, 'roster', rosters);
	await write(trx, 'roster_row', rows);
	return rosters.map((roster) => roster.id);
}

/** Figures and tallies of every day, county and kind. */
export async function fillSums(trx: Trx, regions: readonly string[], days: number): Promise<void> {
	const figures: FigureTable[] = [];
	const tallies: ReviewTallyTable[] = [];
	for (let at = 0; at < days; at++) {
		const day = dayOf(at);
		for (const region of regions) {
			const place = { campaign: `SQL-${day.slice(0, 4)}`, region, kind: 'handout', day };
			figures.push({ ...place, name: 'records', dimension: '', rest: 0, value: 1_000, measures: 1 });
			tallies.push({ ...place, state: 'approved', records: 1, flagged: 0, corrected: 0 });
		}
	}
	await write(trx, 'figure', figures);
	await write(trx, 'review_tally', tallies);
}
