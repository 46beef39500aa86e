/** Facts of a trip for tests: nothing is in it but what a test says. */
import type { LocalRecord } from '#lib/state/contract.ts';
import type { TripFacts } from '#lib/state/trip-account.ts';

const NOTHING = { count: 0, hash: 0 };

export const factsOf = (more: Partial<TripFacts> = {}): TripFacts => ({
	...{ trip: undefined, records: [], rows: [], drafts: [], attention: [] },
	photos: { sent: 0, total: 0, waiting: 0, refused: 0, lost: [] },
	...{ waiting: 0, parked: 0, confirmed: NOTHING, confirmedRows: NOTHING },
	...more
});

/** So many records of which only their number matters. */
export const recordsOf = (count: number): LocalRecord[] =>
	Array.from({ length: count }, () => ({}) as LocalRecord);

let last = 0;

/** A record of a kind with its body. */
export const recordOf = (kind: string, body: object, more: Partial<LocalRecord> = {}): LocalRecord =>
	({
		...{ id: `r${++last}`, kind, body, state: 'pending', parent: null, waiting: 0, base: null },
		...more
	}) as LocalRecord;
