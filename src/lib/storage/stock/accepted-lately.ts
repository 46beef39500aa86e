import { unpack } from '../packs/pack.ts';
import type { AcceptedRow, PersonDatabase } from '../schema.ts';

/** So many are read at once; seldom are there more that no pull has brought back. */
const MANY = 50;
const MANY_PACKS = 4;

/** Records whose accepted work no pull has brought back yet, the oldest first. What was accepted is brought back in its order. */
export async function acceptedLately(database: PersonDatabase): Promise<string[]> {
	const { journal } = database;
	const alone = async (from: number) =>
		journal.alone.orderBy('acceptedAt').reverse().offset(from).limit(MANY).toArray();
	const packed = async (from: number) => {
		const packs = journal.packs.orderBy('till').reverse().offset(from).limit(MANY_PACKS);
		return (await packs.toArray()).flatMap((pack) => unpack<AcceptedRow>(pack));
	};
	const found = [...(await notBack(database, alone, MANY)), ...(await notBack(database, packed, MANY_PACKS))];
	return found.sort(earliestFirst).map(({ recordId }) => recordId);
}

/** @param read those after so many, the latest first, `step` at a time; ends where some of them are back, or nothing is left */
async function notBack(
	database: PersonDatabase,
	read: (from: number) => Promise<AcceptedRow[]>,
	step: number
): Promise<AcceptedRow[]> {
	const found: AcceptedRow[] = [];
	for (let from = 0; ; from += step) {
		const rows = await read(from);
		const records = await database.records.getMany(rows.map(({ recordId }) => recordId));
		const isBack = rows.map(({ rev }, at) => {
			const base = records[at]?.base;
			return base !== null && base !== undefined && (rev === null || base.rev >= rev);
		});
		found.push(...rows.filter((_row, at) => !isBack[at]));
		if (rows.length === 0 || isBack.includes(true)) return found;
	}
}

function earliestFirst(one: AcceptedRow, other: AcceptedRow): number {
	if (one.acceptedAt !== other.acceptedAt) return one.acceptedAt < other.acceptedAt ? -1 : 1;
	return one.opId < other.opId ? -1 : 1;
}
