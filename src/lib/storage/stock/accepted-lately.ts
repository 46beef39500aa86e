import type { PersonDatabase } from '../schema.ts';

/** So many are read at once; seldom are there more that no pull has brought back. */
const MANY = 50;

/** Records whose accepted work no pull has brought back yet, the oldest first. What was accepted is brought back in its order. */
export async function acceptedLately(database: PersonDatabase): Promise<string[]> {
	const found: string[] = [];
	for (let from = 0; ; from += MANY) {
		const rows = await database.journal.orderBy('acceptedAt').reverse().offset(from).limit(MANY).toArray();
		const records = await database.records.bulkGet(rows.map(({ recordId }) => recordId));
		const isBack = rows.map(({ rev }, at) => {
			const base = records[at]?.base;
			return base !== null && base !== undefined && (rev === null || base.rev >= rev);
		});
		found.push(...rows.filter((_row, at) => !isBack[at]).map(({ recordId }) => recordId));
		if (rows.length < MANY || isBack.includes(true)) return found.reverse();
	}
}
