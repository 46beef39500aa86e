/** What waits, as the sync screen lists it: a line a record, the persons noted on it beside it. */
import type { LocalRecord, WaitingWork } from '#lib/state/contract.ts';

/** Persons of one kind noted on one record: their rows, and how many operations on them. */
export interface WaitingPersons {
	readonly kind: string;
	readonly rows: number;
	readonly changes: number;
}

export interface WaitingEntry {
	readonly id: string;
	/** Null: persons were noted on a record that is not on this phone (any more). */
	readonly record: LocalRecord | null;
	/** Operations on the record itself; 0 where only persons wait. */
	readonly changes: number;
	readonly persons: readonly WaitingPersons[];
}

export interface WaitingEntries {
	readonly waiting: readonly WaitingEntry[];
	/** Nothing of these is to be sent: the server has it and is looking at it. */
	readonly parked: readonly WaitingEntry[];
	/** Operations on records of which nothing is left to be shown. */
	readonly others: number;
}

interface Growing {
	record: LocalRecord | null;
	changes: number;
	readonly persons: Map<string, { rows: number; changes: number }>;
}

class Entries {
	readonly #byId = new Map<string, Growing>();

	#at(id: string, record: LocalRecord | null): Growing {
		const known = this.#byId.get(id) ?? { record, changes: 0, persons: new Map() };
		this.#byId.set(id, known);
		return known;
	}

	addRecord(record: LocalRecord): void {
		this.#at(record.id, record).changes += record.waiting;
	}

	addPerson(row: LocalRecord, parent: LocalRecord | null): void {
		const { persons } = this.#at(row.parent ?? row.id, parent);
		const { rows, changes } = persons.get(row.kind) ?? { rows: 0, changes: 0 };
		persons.set(row.kind, { rows: rows + 1, changes: changes + row.waiting });
	}

	get list(): WaitingEntry[] {
		return [...this.#byId].map(([id, { record, changes, persons }]) => ({
			...{ id, record, changes },
			persons: [...persons].map(([kind, counted]) => ({ kind, ...counted }))
		}));
	}
}

/** @param isPerson whether a row of this kind is shown with the record it hangs on */
export function waitingEntries(work: WaitingWork, isPerson: (kind: string) => boolean): WaitingEntries {
	const waiting = new Entries();
	const parked = new Entries();
	let shown = 0;
	for (const record of work.records) {
		const entries = record.waiting > 0 ? waiting : parked;
		shown += record.waiting;
		if (!isPerson(record.kind)) entries.addRecord(record);
		else entries.addPerson(record, work.parents.get(record.parent ?? '') ?? null);
	}
	return { waiting: waiting.list, parked: parked.list, others: work.waiting - shown };
}
