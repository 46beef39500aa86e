import type { Sql } from '#lib/server/database/schema.ts';

/** True where something of the record came by a file that this person brought to the desk (push refuses their decision). */
export async function broughtInBy(sql: Sql, record: string, account: string): Promise<boolean> {
	const found = await sql
		.selectFrom('operation')
		.select('op_id')
		.where('record_id', '=', record)
		.where('origin', '=', `file:${account}`)
		.where('verb', 'in', ['create', 'amend'])
		.where('outcome', 'in', ['applied', 'merged'])
		.limit(1)
		.executeTakeFirst();
	return found !== undefined;
}
