/**
 * The rows a phone keeps, one database per person (`liangfeng-<account id>`), and one small one per phone
 * (`liangfeng-phone`) that lists the persons. Types only: `storage` writes them, `sync` and `state` read them.
 */
import type { Issue } from '#lib/domain/issue.ts';
import type { Operation, Verdict } from '#lib/domain/operation.ts';
import type { RecordView } from '#lib/protocol/record-view.ts';
import type { OpenTransferView, StockView } from '#lib/protocol/stock-view.ts';

/** How far a record has come; derived from what is stored, never kept as a flag. */
export type Stage = 'draft' | 'on-phone' | 'parked' | 'on-server' | 'attention';

/** One record as the screen shows it: confirmed base with pending operations laid over. */
export interface LocalRecord {
	readonly id: string;
	readonly kind: string;
	readonly stage: Stage;
	/** Confirmed view of the server, or null while it has never been there. */
	readonly base: RecordView | null;
	/** Body with pending operations laid over. */
	readonly body: unknown;
	readonly region: string;
	readonly date: string;
	readonly team: string | null;
	readonly organisation: string | null;
	readonly station: string | null;
	readonly campaign: string | null;
	readonly trip: string | null;
	readonly parent: string | null;
	/** Review state by the base; `pending` while only on the phone; null for kinds without review. */
	readonly state: RecordView['state'];
	readonly no: string | null;
	readonly recorder: string;
	/** Own record of the signed-in person (and not a team's or county's). */
	readonly own: boolean;
	readonly savedAt: string;
	/** Operations of this record that wait to be sent. */
	readonly waiting: number;
	readonly searchText: string;
}

/** An operation that waits to be sent. `savedAt` as in `at`. */
export interface OutboxRow extends Operation {
	/** Parked and retried ones stay here with their verdict until they are settled. */
	readonly verdict: Verdict | null;
}

/** An accepted operation kept 30 days, replayed when the server's epoch has risen. */
export interface JournalRow extends Operation {
	/** By the server's clock. */
	readonly acceptedAt: string;
	readonly epoch: number;
	readonly rev: number | null;
}

/** Refused work, or work whose scope was dropped: kept with its text until a person has dealt with it. */
export interface AttentionRow {
	readonly opId: string;
	readonly recordId: string;
	readonly kind: string;
	readonly operation: Operation;
	readonly verdict: Verdict | null;
	/** By the server's verdict, by a right that ended, or because it can be sent in no batch. */
	readonly why: 'refused' | 'scope-dropped' | 'too-big';
	readonly since: string;
	/** As in `WaitingRow`; null where nobody knows it any more. */
	readonly before?: unknown;
}

/** What the server says of the stock at a place, or of a transfer that waits; in one scope. */
export interface StockRow {
	readonly scope: string;
	readonly kind: string;
	readonly id: string;
	readonly rev: number;
	readonly mark: number;
	/** Null where the server counts a row that it has nothing of. */
	readonly body: StockView | OpenTransferView | null;
}

/** What was typed and not yet saved, exactly as typed. Key: `<kind>:<recordId>`. */
export interface DraftRow {
	readonly key: string;
	readonly kind: string;
	readonly recordId: string;
	/** Body as far as it parses. */
	readonly body: unknown;
	/** Text of fields that do not parse (yet), by field path. */
	readonly typed: Readonly<Record<string, string>>;
	/** Revision the edit started from; 0 for a new record. */
	readonly baseRev: number;
	/** Epoch of the server when the form was opened. */
	readonly epoch?: number | undefined;
	/** Body the form was opened with, to be compared with; null where it is no longer known. */
	readonly before?: unknown;
	readonly startedAt: string;
	readonly changedAt: string;
	/** Issues at the last attempt to save. */
	readonly issues: readonly Issue[];
}
