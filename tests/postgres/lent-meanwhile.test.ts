/** A roster is lent at the moment in which one of its people is given something: the phones that get it hear of that too. */
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { Deployment } from '#tests/contract/deployment.ts';
import { eachTown } from '#tests/contract/each-town.ts';
import { keep, lend, nameLists } from '#tests/contract/roster-town.ts';

const DEADLOCK = '40P01';

let town: Deployment;
eachTown(async (opened) => {
	town = opened;
	await nameLists(town);
});

/** Until somebody waits for a row, or `over` says that nobody will. */
async function untilWaiting(over: () => boolean): Promise<void> {
	while (!over()) {
		const { rows } = await sql`select 1 from pg_stat_activity
			where datname = current_database() and wait_event_type = 'Lock'`.execute(town.database.reader);
		if (rows.length > 0) return;
	}
}

it('waits for a receipt that is being taken in, and tells its lease of it', async () => {
	const roster = await keep(town);
	let lent: Promise<string> | null = null;
	await town.database.concurrently(async (trx) => {
		// As a push does with each person who was given something, before it looks for the leases to be told.
		await trx
			.updateTable('roster_row')
			.set((set) => ({ rev: set('rev', '+', 1) }))
			.where('roster_id', '=', roster)
			.where('n', '=', 2)
			.execute();
		let isLent = false;
		lent = lend(town, roster).finally(() => (isLent = true));
		await untilWaiting(() => isLent);
	});
	const scope = `roster:${await lent}`;
	const told = await town.database.reader
		.selectFrom('feed')
		.innerJoin('roster_row', 'roster_row.id', 'feed.record_id')
		.select(['roster_row.n', 'feed.rev'])
		.where('feed.scope', '=', scope)
		.orderBy('feed.seq')
		.execute();
	expect(told).toEqual([
		{ n: 1, rev: 1 },
		{ n: 2, rev: 2 },
		{ n: 3, rev: 1 }
	]);
});

it('is lent all the same where it and such receipts wait for each other in a circle', async () => {
	const roster = await keep(town);
	const raise = (n: number) =>
		sql`update roster_row set rev = rev + 1 where roster_id = ${roster} and n = ${n}`;
	const { rows: byCard } = await sql<{ n: number }>`select n from roster_row
		where roster_id = ${roster} order by card_id`.execute(town.database.reader);
	const [first, , last] = byCard.map(({ n }) => Number(n));
	let lent: Promise<string> | null = null;
	const pushed = town.database.concurrently(async (trx) => {
		// Two without a card, found by their rows, in another order than that of the cards.
		await raise(last ?? 0).execute(trx);
		let isLent = false;
		lent = lend(town, roster).finally(() => (isLent = true));
		await untilWaiting(() => isLent);
		await raise(first ?? 0).execute(trx);
	});
	// Which of the two it ends is PostgreSQL's to say; a push is tried again as well.
	await pushed.catch((error: unknown) => {
		if ((error as { code?: unknown }).code !== DEADLOCK) throw error;
	});
	expect(await lent).toBeTypeOf('string');
});
