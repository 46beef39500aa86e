/** What the product promises for each flow: taps, and seconds of the machine's own time at a CPU six times slower. */
export interface Budget {
	readonly name: string;
	readonly taps: number | null;
	readonly seconds: number;
}

export const BUDGETS = {
	handout: { name: 'handout to a unit, known campaign and kit', taps: 6, seconds: 20 },
	signed: { name: 'the same, the receiver signs on the screen', taps: 6, seconds: 20 },
	person: { name: 'hand out to a person of a lent roster', taps: 2, seconds: 6 },
	scan: { name: 'hand out by scanning, a person', taps: 2, seconds: 6 },
	session: { name: 'session with head count and photo of the sheet', taps: 12, seconds: 60 },
	tick: { name: 'roster tick at a session, a person', taps: 1, seconds: 1 },
	scanned: { name: 'scan at a session, a person', taps: 0, seconds: 1 },
	byCamera: { name: 'scan by camera at a session, a person', taps: 0, seconds: 1 },
	photoBlock: { name: 'longest block while a photo is made', taps: null, seconds: 0.1 },
	visit: { name: 'visit with one request', taps: 10, seconds: 60 },
	receive: { name: 'goods come into the store, one line', taps: 6, seconds: 20 },
	issue: { name: 'goods go to the team as last time, one line', taps: 6, seconds: 20 },
	count: { name: 'count of one supply', taps: 6, seconds: 20 },
	transfer: { name: 'transfer to another store as last time, one line', taps: 6, seconds: 20 },
	confirm: { name: 'transfer confirmed as it was sent', taps: 3, seconds: 20 },
	returned: { name: 'returned record: notice to field', taps: 2, seconds: 20 },
	clean: { name: 'coordinator: one clean record by keyboard', taps: null, seconds: 4 },
	register: { name: "month's register for finance", taps: 1, seconds: 4 },
	search: { name: 'search of 7,700 organisations', taps: null, seconds: 0.1 },
	coldStart: { name: 'offline cold start, 10,000 records', taps: null, seconds: 2 }
} as const satisfies Record<string, Budget>;

/** One measured flow. */
export interface Measurement {
	readonly budget: Budget;
	readonly taps: number;
	readonly seconds: number;
}

const ratio = (value: number, limit: number) =>
	limit === 0 ? '-' : `${((100 * value) / limit).toFixed(0)} %`;

/** True when the flow took more taps or more time than promised, CPU six times slower. */
export const isOver = ({ budget, taps, seconds }: Measurement) =>
	(budget.taps !== null && taps > budget.taps) || seconds > budget.seconds;

/** A table of what was measured beside what was promised. */
export function table(measured: readonly Measurement[]): string {
	const rows = measured.map((one) => [
		one.budget.name,
		one.budget.taps === null ? '-' : `${one.taps} / ${one.budget.taps}`,
		one.budget.taps === null ? '-' : ratio(one.taps, one.budget.taps),
		`${one.seconds.toFixed(2)} / ${one.budget.seconds} s`,
		ratio(one.seconds, one.budget.seconds),
		isOver(one) ? 'OVER' : 'ok'
	]);
	const lines = [['flow', 'taps', '', 'time', '', ''], ...rows];
	const widths = lines[0]?.map((_cell, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0))) ?? [];
	return lines.map((line) => line.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')).join('\n');
}
