import { leaseScope, LEASED_PERSON } from '#lib/domain/rosters/lease.ts';
import { listed } from '#lib/server/database/listed.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import type { FeedChange } from '#lib/server/sync/feed.ts';
import type { LoadedWorld } from '#lib/server/sync/push-world.ts';
import { turnedOver } from '#lib/server/sync/voided-parents.ts';

interface Person {
	readonly card: string | null;
	readonly roster: string | null;
}

/**
 * Phones that have a roster are told when one of its people received something, or when what they received it at was voided:
 * then they did not. Rows are raised here; the changes go to the feeds with all others of the push, whose scopes are locked
 * in one order.
 */
export async function tellRosters(
	trx: Trx,
	world: LoadedWorld,
	touched: ReadonlySet<string>
): Promise<readonly FeedChange[]> {
	const noted = [...touched].flatMap((id) => {
		const state = world.states.get(id);
		return state?.row.kind === 'receipt' ? [state.body as unknown as Person] : [];
	});
	const people = [...noted, ...(await peopleOf(trx, turnedOver(world, touched)))];
	const cards = [...new Set(people.flatMap((one) => (one.card ? [one.card] : [])))].sort();
	const ids = [...new Set(people.flatMap((one) => (one.roster ? [one.roster] : [])))].sort();
	const raised = [
		...(await raise(trx, 'card_id', cards)),
		...(await raise(
			trx,
			'id',
			ids.filter((id) => !people.some((one) => one.roster === id && one.card))
		))
	];
	if (raised.length === 0) return [];
	const leases = await trx
		.selectFrom('roster_lease')
		.select(['id', 'roster_id'])
		.where('roster_id', 'in', [...new Set(raised.map((row) => row.roster_id))])
		.where('until_at', '>', world.today)
		.where('ended_at', 'is', null)
		.execute();
	return raised.flatMap((row) =>
		leases
			.filter((lease) => lease.roster_id === row.roster_id)
			.map((lease) => ({
				scope: leaseScope(lease.id),
				kind: LEASED_PERSON,
				id: row.id,
				rev: row.rev,
				gone: false
			}))
	);
}

/** Who has a receipt at these handouts. */
async function peopleOf(trx: Trx, handouts: readonly string[]): Promise<Person[]> {
	if (handouts.length === 0) return [];
	const rows = await trx
		.selectFrom('record')
		.select('body')
		.where('parent', 'in', listed(trx, handouts))
		.where('kind', '=', 'receipt')
		.execute();
	return rows.map(({ body }) => JSON.parse(body) as Person);
}

/** In ascending order of what finds them, so that two pushes never wait for each other in a circle. */
async function raise(trx: Trx, column: 'id' | 'card_id', values: readonly string[]) {
	const raised: { id: string; roster_id: string; rev: number }[] = [];
	for (const value of values) {
		const row = await trx
			.updateTable('roster_row')
			.set((set) => ({ rev: set('rev', '+', 1) }))
			.where(column, '=', value)
			.returning(['id', 'roster_id', 'rev'])
			.executeTakeFirst();
		if (row) raised.push(row);
	}
	return raised;
}
