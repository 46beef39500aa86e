/** What phones are given of a lent roster: masked names, and what each person was given this season. */
import {
	LEASED_PERSON,
	LEASED_ROSTER,
	type LeasedPerson,
	type LeasedRoster
} from '#lib/domain/rosters/lease.ts';
import { shownName } from '#lib/domain/rosters/show-name.ts';
import { inChunks } from '#lib/server/database/in-chunks.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import type { RosterRowTable } from '#lib/server/database/schema-rosters.ts';
import { receivedBy } from './received-by.ts';

/** @param scope `roster:<lease>` @returns bodies by `<kind>\n<id>`; what is no longer there is left out */
export async function leasedRows(
	trx: Trx,
	scope: string,
	ids: readonly string[]
): Promise<Map<string, LeasedRoster | LeasedPerson>> {
	const bodies = new Map<string, LeasedRoster | LeasedPerson>();
	const lease = await trx
		.selectFrom('roster_lease')
		.innerJoin('roster', 'roster.id', 'roster_lease.roster_id')
		.selectAll('roster_lease')
		.select(['roster.title', 'roster.organisation', 'roster.organisation_text', 'roster.region'])
		.where('roster_lease.id', '=', scope.slice('roster:'.length))
		.executeTakeFirst();
	if (!lease) return bodies;
	const { size } = await trx
		.selectFrom('roster_row')
		.select((count) => count.fn.countAll<number>().as('size'))
		.where('roster_id', '=', lease.roster_id)
		.executeTakeFirstOrThrow();
	bodies.set(`${LEASED_ROSTER}\n${lease.id}`, {
		id: lease.id,
		title: lease.title,
		organisation: lease.organisation,
		organisationText: lease.organisation_text,
		region: lease.region,
		campaign: lease.campaign,
		from: lease.from_day,
		to: lease.to_day,
		until: lease.until_at,
		size: Number(size)
	});
	const alike = await lookAlikes(trx, lease.roster_id);
	for (const chunk of inChunks(ids, 500)) {
		const rows = await trx
			.selectFrom('roster_row')
			.selectAll()
			.where('id', 'in', chunk)
			.where('roster_id', '=', lease.roster_id)
			.execute();
		const received = await receivedBy(trx, rows, lease.campaign);
		for (const row of rows) {
			bodies.set(`${LEASED_PERSON}\n${row.id}`, {
				id: row.id,
				card: row.card_id,
				shown: alike.has(lookOf(row)) ? row.name : shownName(row.name),
				initials: row.initials,
				department: row.department,
				category: row.category,
				tail: tailOf(row),
				received: received.get(row.id) ?? []
			});
		}
	}
	return bodies;
}

type Looks = Pick<RosterRowTable, 'name' | 'department' | 'job' | 'phone'>;
const tailOf = ({ job, phone }: Looks) => (job || phone).slice(-4);
const lookOf = (row: Looks) => [shownName(row.name), row.department, tailOf(row)].join('\n');

/** Looks that two or more people share: these are shown by their whole name, or nobody could tell whom to tick. */
async function lookAlikes(trx: Trx, roster: string): Promise<ReadonlySet<string>> {
	const rows = await trx
		.selectFrom('roster_row')
		.select(['name', 'department', 'job', 'phone'])
		.where('roster_id', '=', roster)
		.execute();
	const seen = new Set<string>();
	const twice = new Set<string>();
	for (const row of rows) {
		const look = lookOf(row);
		if (seen.has(look)) twice.add(look);
		seen.add(look);
	}
	return twice;
}
