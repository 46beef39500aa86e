import type { Sql } from '#lib/server/database/schema.ts';

/** Rows that are read at a time. */
const PAGE = 500;

/** Rows that hang on one record, in the order in which they arrived. */
export async function* personRows<Body>(
	db: Sql,
	kind: 'sign-in' | 'receipt',
	parent: string
): AsyncGenerator<readonly { readonly id: string; readonly body: Body }[]> {
	for (let last: { received_at: string; id: string } | undefined; ;) {
		const rows: { id: string; body: string; received_at: string }[] = await db
			.selectFrom('record')
			.select(['id', 'body', 'received_at'])
			.where('parent', '=', parent)
			.where('kind', '=', kind)
			.$if(last !== undefined, (query) =>
				query.where((eb) =>
					eb(eb.refTuple('received_at', 'id'), '>', eb.tuple(last?.received_at ?? '', last?.id ?? ''))
				)
			)
			.orderBy('received_at')
			.orderBy('id')
			.limit(PAGE)
			.execute();
		yield rows.map(({ id, body }) => ({ id, body: JSON.parse(body) as Body }));
		last = rows.at(-1);
		if (rows.length < PAGE) return;
	}
}
