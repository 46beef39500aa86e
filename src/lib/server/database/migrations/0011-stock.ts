import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { isPostgres, textColumn } from '../row-locks.ts';

/** Sums of the ledger, as `server/stock/stock-sums.ts` keeps them. */
const SUMS = [
	`insert into stock_balance (place, supply, batch, expiry, qty)
		select place, supply, batch, expiry, sum(qty) from stock_entry group by 1, 2, 3, 4`,
	`insert into stock_holding (place, supply, qty, stocked, rev)
		select place, supply, sum(qty), 0, 1 from stock_entry group by 1, 2`,
	`insert into stock_day (region, place, supply, act, day, qty)
		select region, place, supply, act, day, sum(qty) from stock_entry group by 1, 2, 3, 4, 5`,
	`insert into stock_place (place, region) select distinct place, region from stock_entry`
];

/** The stock as a ledger, and what was handed out until now as its first lines. */
export const stock: Migration = {
	async up(db: Kysely<unknown>) {
		const text = textColumn(db);
		const inKey = isPostgres(db) ? sql`` : sql`without rowid`;
		const table = (
			name: string,
			key: readonly string[],
			texts: readonly string[],
			numbers: readonly string[],
			empty: readonly string[] = []
		) => {
			let made = db.schema.createTable(name);
			for (const column of texts) made = made.addColumn(column, text, (one) => one.notNull());
			for (const column of empty) made = made.addColumn(column, text);
			for (const column of numbers) made = made.addColumn(column, 'bigint', (one) => one.notNull());
			return made
				.addPrimaryKeyConstraint(`${name}_key`, key as never)
				.modifyEnd(inKey)
				.execute();
		};
		await table(
			'stock_entry',
			['group_id', 'seq'],
			['group_id', 'record_id', 'place', 'supply', 'batch', 'expiry', 'act', 'region', 'day', 'at'],
			['seq', 'rev', 'qty']
		);
		const balance = ['place', 'supply', 'batch', 'expiry'];
		await table('stock_balance', balance, balance, ['qty']);
		await table('stock_holding', ['place', 'supply'], ['place', 'supply'], ['qty', 'stocked', 'rev']);
		const day = ['region', 'place', 'supply', 'act', 'day'];
		await table('stock_day', day, day, ['qty']);
		await table('stock_place', ['place', 'region'], ['place', 'region'], []);
		await table('stock_group', ['id'], ['id'], ['open', 'rev'], ['place_from', 'place_to']);

		await sql`create index stock_entry_place on stock_entry (place, day, group_id, seq)`.execute(db);
		await sql`create index stock_entry_region on stock_entry (region, day, group_id, seq)`.execute(db);
		await sql`create index stock_entry_day on stock_entry (day, group_id, seq)`.execute(db);
		await sql`create index stock_entry_batch on stock_entry (batch, day, group_id, seq) where batch <> ''`.execute(
			db
		);
		await sql`create index stock_balance_expiry on stock_balance (expiry) where qty > 0 and expiry <> ''`.execute(
			db
		);
		await sql`create index stock_place_region on stock_place (region, place)`.execute(db);
		await sql`create index stock_day_place on stock_day (place, supply, day)`.execute(db);
		await sql`create index stock_group_open on stock_group (id) where open = 1`.execute(db);

		await sql`insert into stock_entry
			(group_id, seq, record_id, rev, place, supply, batch, expiry, act, region, day, qty, at)
			select record.id, row_number() over (partition by record.id order by dimension), record.id, record.rev,
				case when team is null then 'person:' || recorder else 'team:' || team end,
				dimension, '', '', 'give', region, date, -value, received_at
			from record inner join measure on measure.record_id = record.id
			where kind = 'handout' and name = 'supply' and state <> 'voided'`.execute(db);
		for (const sums of SUMS) await sql.raw(sums).execute(db);
	}
};
