/**
 * What places have in hand by this phone: the rows that the server told, with own work laid over that they do not hold yet.
 * Rows of stock and of records come in the same answer, own records first.
 */
import {
	layOverStock,
	type OpenTransfer,
	type StockInHand,
	type StockWork
} from '#lib/domain/stock/in-hand.ts';
import { groupOf, type Movement, type Place, type StockLine } from '#lib/domain/stock/movement.ts';
import { OPEN_TRANSFER, STOCK, type StockView } from '#lib/protocol/stock-view.ts';
import type { RecordRow, PersonDatabase } from '../schema.ts';
import { acceptedLately } from './accepted-lately.ts';
import { SCANNED } from './scanned.ts';

/** What a body of a kind moves; `schema` null: it is in the current one. */
export type ReadMovement = (
	record: Pick<RecordRow, 'id' | 'kind' | 'recorder' | 'state'>,
	schema: number | null,
	body: unknown
) => Movement | null;

/** @param without record that is left out of it, with all its effects: the one that is being judged */
export async function readStock(
	database: PersonDatabase,
	read: ReadMovement,
	without?: string
): Promise<StockInHand> {
	const tables = ['stock', 'cursors', 'outbox', ...database.journal.reads, ...database.records.reads];
	return database.transaction('r', tables, async () => {
		const [all, cursors] = await Promise.all([
			database.stock.toArray(),
			database.cursors.toCollection().primaryKeys()
		]);
		const rows = all.filter(({ body }) => body);
		const works = await ownWorks(database, read, without);
		const standing = rows.flatMap(({ kind, body }) => (kind === STOCK ? [body as StockView] : []));
		const transfers = new Map<string, OpenTransfer>();
		for (const row of rows) if (row.kind === OPEN_TRANSFER) transfers.set(row.id, row.body as OpenTransfer);
		const scanned = rows.filter((row) => row.scope === SCANNED).map(({ id }) => id);
		const answered = await database.records.with('parent', scanned);
		for (const { parent } of answered) transfers.delete(parent ?? '');
		for (const { now } of works) settle(transfers, now);
		return {
			places: cursors.flatMap(placeIn),
			holdings: layOverStock(standing, works),
			open: [...transfers.values()]
		};
	});
}

const placeIn = (scope: string): Place[] =>
	scope.startsWith('store:') ? [scope] : scope.startsWith('held:') ? [scope.slice('held:'.length)] : [];

/** Own work says more of a transfer than the server could yet. */
function settle(transfers: Map<string, OpenTransfer>, now: readonly Movement[]): void {
	const origin = now.find(({ about, act }) => about === null && act === 'transfer');
	const isOver = now.some(({ act }) => act === 'confirm' || act === 'reversal');
	for (const one of now) if (isOver) transfers.delete(groupOf(one));
	if (!origin || isOver || transfers.has(origin.id)) return;
	const { id, from, to, region, date, lines } = origin;
	transfers.set(id, { id, from, to, region, date, by: '', byName: '', lines });
}

/** Groups with work that waits or was accepted and not brought back yet, in the order in which it was saved. */
async function ownWorks(
	database: PersonDatabase,
	read: ReadMovement,
	without: string | undefined
): Promise<StockWork[]> {
	const waiting = await database.outbox.orderBy('n').toArray();
	const ids = [...(await acceptedLately(database)), ...waiting.map(({ recordId }) => recordId)];
	const touched = await database.records.getMany([...new Set(without ? [...ids, without] : ids)]);
	const facts = new Map<string, Moved>();
	for (const row of touched) if (row) note(facts, row, read, without);
	const groups = [...new Set([...facts.values()].map(({ group }) => group))];
	if (groups.length === 0) return [];
	const [origins, hanging] = await Promise.all([
		database.records.getMany(groups),
		database.records.with('parent', groups)
	]);
	for (const row of [...origins, ...hanging]) if (row && !facts.has(row.id)) note(facts, row, read, without);
	const members = (group: string) => [...facts.values()].filter((one) => one.group === group);
	const there = (movement: Movement | null) => (movement ? [movement] : []);
	return groups.map((group) => ({
		told: members(group).flatMap(({ told }) => there(told)),
		now: members(group).flatMap(({ now }) => there(now)),
		adjusted: new Map(members(group).flatMap(({ id, adjusted }) => (adjusted ? [[id, adjusted]] : [])))
	}));
}

interface Moved {
	readonly id: string;
	readonly group: string;
	readonly adjusted: readonly StockLine[] | undefined;
	readonly told: Movement | null;
	readonly now: Movement | null;
}

function note(
	facts: Map<string, Moved>,
	row: RecordRow,
	read: ReadMovement,
	without: string | undefined
): void {
	const told = row.base ? read(row, row.base.schema, row.base.body) : null;
	// Refused work is no work any more, and its body only stands on the screen.
	const isRefused = row.stage === 'attention' && row.base === null;
	const laid = row.laid === undefined ? told : read(row, null, row.laid);
	const now = isRefused || row.id === without ? null : laid;
	const known = laid ?? told;
	const adjusted = row.base?.adjusted;
	if (known) facts.set(row.id, { id: row.id, group: groupOf(known), adjusted, told, now });
}
