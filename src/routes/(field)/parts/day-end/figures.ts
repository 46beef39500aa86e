/** What one trip came to: sums over its records, by the measures of each kind. Pure. */
import type { MovementAct } from '#lib/domain/stock/movement.ts';
import { kindOf } from '#lib/records/index.ts';
import type { LocalRecord } from '#lib/state/contract.ts';

export interface Goods {
	readonly supply: string;
	/** In thousandths of the supply's unit. */
	readonly milli: number;
}

export interface DayEndFigures {
	readonly handouts: number;
	/** Person-times of the handouts; never added to those of the sessions. */
	readonly given: number;
	/** Persons noted one by one, as far as this person noted them: in none of the sums of person-times. */
	readonly received: number;
	readonly goods: readonly Goods[];
	readonly visits: number;
	readonly met: number;
	readonly requests: number;
	readonly sessions: number;
	readonly attended: number;
	readonly signedIn: number;
	/** Never person-times (R06). */
	readonly onlineViews: number;
	/** Stock movements of the trip, by what was done. */
	readonly moved: Readonly<Partial<Record<MovementAct, readonly Goods[]>>>;
	/** Handouts whose paper sheet has to be brought back. */
	readonly paperSheets: number;
}

/**
 * Voided records were not done, nor was what hangs on them. What was returned or waits was, and is said beside.
 * @param rows of persons, that hang on these records
 */
export function figuresOf(records: readonly LocalRecord[], rows: readonly LocalRecord[] = []): DayEndFigures {
	const counts = new Map<string, number>();
	const sums = new Map<string, number>();
	const goods = new Map<string, number>();
	const moved: Partial<Record<MovementAct, Goods[]>> = {};
	const takenBack = new Set(records.flatMap(({ body }) => reversedBy(body)));
	const undone = new Set(records.flatMap(({ id, state }) => (state === 'voided' ? [id] : [])));
	let paperSheets = 0;
	for (const { id, kind, body, state } of [
		...records,
		...rows.filter(({ parent }) => !undone.has(parent ?? ''))
	]) {
		const definition = kindOf(kind);
		const read = definition?.schema.safeParse(body);
		if (!definition || !read?.success || state === 'voided') continue;
		counts.set(kind, (counts.get(kind) ?? 0) + 1);
		for (const { name, dimension, value } of definition.measures(read.data)) {
			if (name === 'supply') goods.set(dimension, (goods.get(dimension) ?? 0) + value);
			else sums.set(`${kind} ${name}`, (sums.get(`${kind} ${name}`) ?? 0) + value / 1000);
		}
		if (kind === 'handout' && (read.data as { receipt?: unknown }).receipt === 'PAPER') paperSheets++;
		const movement = definition.moves?.(id, read.data, { recorder: '', state: null });
		if (movement && movement.act !== 'give' && !takenBack.has(id)) {
			const own = (moved[movement.act] ??= []);
			own.push(...movement.lines.map(({ supply, milli }) => ({ supply, milli })));
		}
	}
	const sum = (name: string) => sums.get(name) ?? 0;
	return {
		handouts: counts.get('handout') ?? 0,
		given: sum('handout person_times'),
		received: sum('receipt receipts'),
		goods: listOf(goods),
		visits: counts.get('visit') ?? 0,
		met: sum('visit people_met'),
		requests: counts.get('request') ?? 0,
		sessions: counts.get('session') ?? 0,
		attended: sum('session person_times'),
		signedIn: sum('sign-in named_signins'),
		onlineViews: sum('session online_views'),
		moved: Object.fromEntries(Object.entries(moved).map(([act, lines]) => [act, addUp(lines)])),
		paperSheets
	};
}

/** The movement that a reversing one takes back: neither was, for the day's end. */
function reversedBy(body: unknown): string[] {
	const { act, about } = (body ?? {}) as { act?: unknown; about?: unknown };
	return act === 'reversal' && typeof about === 'string' ? [about] : [];
}

function addUp(lines: readonly Goods[]): Goods[] {
	const sums = new Map<string, number>();
	for (const { supply, milli } of lines) sums.set(supply, (sums.get(supply) ?? 0) + milli);
	return listOf(sums);
}

function listOf(sums: ReadonlyMap<string, number>): Goods[] {
	return [...sums].filter(([, milli]) => milli !== 0).map(([supply, milli]) => ({ supply, milli }));
}
