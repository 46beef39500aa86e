/**
 * Rows that came or were answered together and hardly ever change, many in one row of the browser's database: what it writes
 * costs by the row and hardly by the byte. A pack is text, so that of one row that is wanted only that one is parsed, and UTF-8,
 * as browsers keep a text with a single Chinese character in it at two bytes each.
 */

/** Rows of a pack: fifty that lie scattered are still read in a moment. */
export const PACK_SIZE = 16;

export interface PackRow {
	/** Given by the table. */
	readonly seq?: number;
	/** Ids of the rows, one a line. */
	readonly ids: string;
	/** The rows as JSON in UTF-8, one a line, in the same order. */
	readonly rows: Uint8Array;
	/** What rows of it are found by: `id:` and the other names with their values, each once. */
	readonly terms: readonly string[];
	/** Greatest of what its rows are ordered by; those of earlier versions without the id. */
	readonly till: string;
}

/** What a sort of rows is packed and found by. */
export interface Layout<Row> {
	idOf(row: Row): string;
	/** Besides the id, as `term` writes them. */
	termsOf(row: Row): readonly string[];
	/** What a row is dated by, then its id: rows that are shown or trimmed together lie together. */
	orderOf(row: Row): string;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const linesOf = ({ rows }: PackRow): string[] => decoder.decode(rows).split('\n');

export const term = (name: string, value: string): string => `${name}:${value}`;
export const idTerm = (id: string): string => term('id', id);

/** @param rows each id once */
export function packRows<Row>(rows: readonly Row[], layout: Layout<Row>): PackRow[] {
	const orders = new Map(rows.map((row) => [row, layout.orderOf(row)]));
	// Not `toSorted`: the oldest browsers we serve have none.
	const sorted = [...rows].sort((one, other) => {
		const [a = '', b = ''] = [orders.get(one), orders.get(other)];
		return a < b ? -1 : a > b ? 1 : 0;
	});
	const packs: PackRow[] = [];
	for (let from = 0; from < sorted.length; from += PACK_SIZE)
		packs.push(packOf(sorted.slice(from, from + PACK_SIZE), layout));
	return packs;
}

function packOf<Row>(rows: readonly Row[], layout: Layout<Row>): PackRow {
	const ids = rows.map((row) => layout.idOf(row));
	const others = rows.flatMap((row) => layout.termsOf(row));
	const tills = rows.map((row) => layout.orderOf(row)).sort();
	return {
		ids: ids.join('\n'),
		rows: encoder.encode(rows.map((row) => JSON.stringify(row)).join('\n')),
		terms: [...new Set([...ids.map(idTerm), ...others])],
		till: tills.at(-1) ?? ''
	};
}

export function unpack<Row>(pack: PackRow): Row[] {
	return linesOf(pack).map((line) => JSON.parse(line) as Row);
}

/** The rows in which one of these values stands, and perhaps others: only they are parsed. */
export function unpackWith<Row>(pack: PackRow, values: readonly string[]): Row[] {
	const marks = values.map((value) => JSON.stringify(value));
	return linesOf(pack)
		.filter((line) => marks.some((mark) => line.includes(mark)))
		.map((line) => JSON.parse(line) as Row);
}

/** The rows of these ids that are in the pack. */
export function unpackSome<Row>(pack: PackRow, wanted: ReadonlySet<string>): [string, Row][] {
	const lines = linesOf(pack);
	return pack.ids
		.split('\n')
		.flatMap((id, at): [string, Row][] =>
			wanted.has(id) ? [[id, JSON.parse(lines[at] ?? 'null') as Row]] : []
		);
}

/** The pack without the rows of these ids: itself where it has none of them, null where nothing is left. */
export function packWithout<Row>(
	pack: PackRow,
	gone: ReadonlySet<string>,
	layout: Layout<Row>
): PackRow | null {
	const ids = pack.ids.split('\n');
	if (!ids.some((id) => gone.has(id))) return pack;
	const left = unpack<Row>(pack).filter((row) => !gone.has(layout.idOf(row)));
	if (left.length === 0) return null;
	return { ...packOf(left, layout), ...(pack.seq === undefined ? {} : { seq: pack.seq }) };
}
