/** Rosters as the desk shows them: whole to those who handle the area, masked to auditors. */
import { shownName } from '#lib/domain/rosters/show-name.ts';
import { maskPhone } from '#lib/domain/phone.ts';
import { covers } from '#lib/server/desk/desk-rights.ts';
import type { DeskContext } from '#lib/server/desk/desk-context.ts';
import { nameIn } from '#lib/server/desk/record-list.ts';

export interface ListedRoster {
	readonly id: string;
	readonly title: string;
	readonly unit: string;
	readonly regionName: string;
	readonly size: number;
	readonly createdAt: string;
	/** Leases that are not over. */
	readonly lent: number;
}

/** Rosters of the areas this person reads, the newest first. */
export async function listRosters(context: DeskContext, now: string): Promise<readonly ListedRoster[]> {
	const { reads } = context.rights;
	let asked = context.sql.selectFrom('roster').selectAll().where('removed_at', 'is', null);
	if (reads !== 'all') asked = asked.where('region', 'in', reads.length > 0 ? reads : ['']);
	const rosters = await asked.orderBy('created_at', 'desc').limit(200).execute();
	if (rosters.length === 0) return [];
	const ids = rosters.map((one) => one.id);
	const sizes = await context.sql
		.selectFrom('roster_row')
		.select(['roster_id', (count) => count.fn.countAll<number>().as('n')])
		.where('roster_id', 'in', ids)
		.groupBy('roster_id')
		.execute();
	const lent = await context.sql
		.selectFrom('roster_lease')
		.select(['roster_id', (count) => count.fn.countAll<number>().as('n')])
		.where('roster_id', 'in', ids)
		.where('until_at', '>', now)
		.where('ended_at', 'is', null)
		.groupBy('roster_id')
		.execute();
	const of = (rows: readonly { roster_id: string; n: number }[], id: string) =>
		Number(rows.find((row) => row.roster_id === id)?.n ?? 0);
	return rosters.map((roster) => ({
		id: roster.id,
		title: roster.title,
		unit: nameIn(context, 'organisation', roster.organisation) || roster.organisation_text,
		regionName: nameIn(context, 'region', roster.region),
		size: of(sizes, roster.id),
		createdAt: roster.created_at,
		lent: of(lent, roster.id)
	}));
}

export interface ShownPerson {
	readonly id: string;
	readonly cardId: string;
	readonly name: string;
	readonly department: string;
	readonly category: string;
	readonly job: string;
	readonly phone: string;
}

export interface ShownLease {
	readonly id: string;
	readonly team: string;
	readonly from: string;
	readonly to: string;
	readonly until: string;
	readonly standing: 'waits' | 'stands' | 'over' | 'taken-back';
}

export interface ShownRoster {
	readonly id: string;
	readonly title: string;
	readonly unit: string;
	readonly region: string;
	readonly regionName: string;
	readonly people: readonly ShownPerson[];
	readonly leases: readonly ShownLease[];
	/** May lend it, print its cards and take it away. */
	readonly handles: boolean;
}

/** @returns null where it is not there, or not this person's to read */
export async function readRosterSheet(
	context: DeskContext,
	id: string,
	now: string
): Promise<ShownRoster | null> {
	const { sql, rights, locale } = context;
	const roster = await sql
		.selectFrom('roster')
		.selectAll()
		.where('id', '=', id)
		.where('removed_at', 'is', null)
		.executeTakeFirst();
	if (!roster || !covers(rights.reads, roster.region)) return null;
	const handles = covers(rights.reviews, roster.region);
	const categories = context.reference.get('codeList', 'recipient_category')?.items ?? [];
	const rows = await sql
		.selectFrom('roster_row')
		.selectAll()
		.where('roster_id', '=', id)
		.orderBy('n')
		.execute();
	const leases = await sql
		.selectFrom('roster_lease')
		.selectAll()
		.where('roster_id', '=', id)
		.orderBy('from_day', 'desc')
		.limit(30)
		.execute();
	return {
		id,
		title: roster.title,
		unit: nameIn(context, 'organisation', roster.organisation) || roster.organisation_text,
		region: roster.region,
		regionName: nameIn(context, 'region', roster.region),
		handles,
		people: rows.map((row) => {
			const category = categories.find((one) => one.code === row.category);
			return {
				id: row.id,
				cardId: row.card_id,
				name: handles ? row.name : shownName(row.name),
				department: row.department,
				category: (locale === 'en' ? category?.en : category?.zh) ?? '',
				job: handles ? row.job : '',
				phone: maskPhone(row.phone)
			};
		}),
		leases: leases.map((lease) => ({
			id: lease.id,
			team: nameIn(context, 'team', lease.team),
			from: lease.from_day,
			to: lease.to_day,
			until: lease.until_at,
			standing: lease.ended_at
				? 'taken-back'
				: lease.until_at <= now
					? 'over'
					: lease.opens_at <= now
						? 'stands'
						: 'waits'
		}))
	};
}
