import {
	isLeaseOver,
	LEASED_PERSON,
	LEASED_ROSTER,
	type LeasedPerson,
	type LeasedRoster
} from '#lib/domain/rosters/lease.ts';
import type { Databases } from '../databases.ts';
import { leaseInstant, purgeLeases } from './purge-leases.ts';

/** A lent roster with its people, in the order of their departments and names. */
export interface LeasedList {
	readonly roster: LeasedRoster;
	readonly people: readonly LeasedPerson[];
}

/**
 * What is lent to this phone now. What is over is deleted first: nobody sees a roster after its time.
 * @param clock the phone's clock, Unix milliseconds
 */
export async function readLeases(databases: Databases, clock: number): Promise<readonly LeasedList[]> {
	await purgeLeases(databases, clock);
	const [rows, now] = await databases.saves.run((database) =>
		Promise.all([database.leased.toArray(), leaseInstant(database, clock)])
	);
	const lists = new Map<string, { roster: LeasedRoster | null; people: LeasedPerson[] }>();
	for (const { scope, kind, body, receivedAt } of rows) {
		const list = lists.get(scope) ?? { roster: null, people: [] };
		if (kind === LEASED_PERSON) list.people.push(body as LeasedPerson);
		// A database of a newer app is not purged here; what is over in it is not shown.
		else if (kind === LEASED_ROSTER && !isLeaseOver((body as LeasedRoster).until, receivedAt, now))
			list.roster = body as LeasedRoster;
		lists.set(scope, list);
	}
	return [...lists.values()]
		.flatMap(({ roster, people }) => (roster ? [{ roster, people: people.sort(byPlace) }] : []))
		.sort((a, b) => (a.roster.from < b.roster.from ? -1 : 1));
}

const byPlace = (a: LeasedPerson, b: LeasedPerson) =>
	a.department.localeCompare(b.department, 'zh-CN') || a.initials.localeCompare(b.initials);
