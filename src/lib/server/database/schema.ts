/**
 * The tables as Kysely sees them. Only text, integer and real columns, so that SQLite and PostgreSQL share one schema:
 * instants are ISO text in UTC, truth values 0 or 1, structures JSON text (columns named body, changes, detail, ...).
 */
import type { Kysely, Transaction } from 'kysely';
import type { AccountTables } from './schema-accounts.ts';
import type { FileTables } from './schema-files.ts';
import type { KeyTables } from './schema-keys.ts';
import type { RosterTables } from './schema-rosters.ts';
import type {
	ReferenceRowTable,
	SupplyPriceTable,
	NumberSequenceTable,
	MeasureTable,
	FigureTable,
	ReviewTallyTable,
	SearchPostingTable,
	SearchTermTable,
	WordingTable,
	ScopeHeadTable,
	FeedTable,
	HistoricalFigureTable,
	AuditLogTable,
	ServerLeaseTable
} from './schema-feeds.ts';
import type { StockTables } from './schema-stock.ts';
export type * from './schema-accounts.ts';
export type * from './schema-feeds.ts';
export type * from './schema-stock.ts';

type Flag = 0 | 1;

/** One row, `id` = 1. */
export interface MetaTable {
	id: number;
	/** Made once, never changed. */
	server_id: string;
	/** Higher after every restore from a backup. */
	epoch: number;
	/** JSON: those of earlier restores, ascending; null: none. */
	earlier_epochs: string | null;
	/** +1 whenever any right changes. */
	grants_rev: number;
	created_at: string;
	/** `demo`: holds sample accounts, the production start refuses it. */
	mark: string | null;
}

export interface RecordTable {
	id: string;
	kind: string;
	region: string;
	no: string | null;
	legacy_no: string | null;
	rev: number;
	/** Null for kinds that are not reviewed. */
	state: string | null;
	recorder: string;
	/** Team the recorder belonged to when it arrived. */
	recorder_team: string | null;
	date: string;
	team: string | null;
	organisation: string | null;
	station: string | null;
	programme: string | null;
	campaign: string | null;
	trip: string | null;
	parent: string | null;
	sensitive: Flag;
	schema: number;
	body: string;
	/** Device's time of the first save, that time corrected by the clock's skew, and arrival. */
	recorded_at: string;
	corrected_at: string;
	received_at: string;
	device_id: string | null;
	/** Whole hours between corrected time of saving and arrival. */
	late_hours: number;
	/** 1 after an author answered a return. */
	corrected: Flag;
	/** Flags without an answer. */
	open_flags: number;
	/** Conflicts that wait for a coordinator. */
	conflicts: number;
	/** Id of the words that search finds it by; its numbers are not among them. */
	wording: string;
	/** Same day, place and team (R09), or null. */
	duplicate_key: string | null;
	/** Same season and place (R14), or null. */
	season_key: string | null;
}

export interface RecordRevisionTable {
	record_id: string;
	rev: number;
	op_id: string;
	verb: string;
	by_account: string;
	at: string;
	received_at: string;
	state: string | null;
	/** Body as of this revision. */
	body: string;
	/** JSON `[{field, before, after}]`. */
	changes: string;
}

export interface FlagTable {
	id: string;
	record_id: string;
	code: string;
	field: string;
	message: string;
	params: string | null;
	answer: string | null;
	created_rev: number;
	closed: Flag;
}

export interface ConflictTable {
	id: string;
	record_id: string;
	op_id: string;
	by_account: string;
	at: string;
	/** JSON `[{field, current, proposed}]`. */
	fields: string;
	settled_by: string | null;
	settled_at: string | null;
}

export interface DecisionTable {
	record_id: string;
	/** Revision the decision made. */
	rev: number;
	verb: string;
	by_account: string;
	at: string;
	reason: string | null;
	note: string;
	comments: string;
	due: string | null;
	/** The record that stays, for a void as duplicate. */
	duplicate_of: string | null;
}

/** Custody: every operation ever received, whatever became of it. */
export interface OperationTable {
	/** The operation's own id, or `raw:<digest>` where none could be read or it was used before. */
	op_id: string;
	device_id: string | null;
	account_id: string;
	n: number | null;
	body_hash: string;
	raw: string;
	received_at: string;
	at: string | null;
	skew_ms: number | null;
	corrected_at: string | null;
	/** `phone`, `desk`, `import`, `self` or `file:<account that brought it>` (`sync/origin.ts`). */
	origin: string;
	/** Null only where no id could be read, so that nobody could be answered. */
	outcome: string | null;
	refusal: string | null;
	verdict: string | null;
	kind: string | null;
	record_id: string | null;
	verb: string | null;
	region: string | null;
	/** Set once a coordinator has dealt with a refused or parked operation. */
	handled_at: string | null;
	handled_by: string | null;
	/** Grants revision that its push named; null where there was none, or it came before this was kept. */
	grants_rev: number | null;
	/** Epoch that its device knew the server by when it was written; 0: none that can be named, null: nobody knows. */
	known_epoch: number | null;
	/** Revision it was written on; null where it named none, or it came before this was kept. */
	base_rev: number | null;
}

export interface Tables extends AccountTables, KeyTables, FileTables, StockTables, RosterTables {
	meta: MetaTable;
	reference_row: ReferenceRowTable;
	supply_price: SupplyPriceTable;
	record: RecordTable;
	record_revision: RecordRevisionTable;
	flag: FlagTable;
	conflict: ConflictTable;
	decision: DecisionTable;
	operation: OperationTable;
	number_sequence: NumberSequenceTable;
	measure: MeasureTable;
	figure: FigureTable;
	review_tally: ReviewTallyTable;
	wording: WordingTable;
	search_term: SearchTermTable;
	search_posting: SearchPostingTable;
	scope_head: ScopeHeadTable;
	feed: FeedTable;
	historical_figure: HistoricalFigureTable;
	audit_log: AuditLogTable;
	server_lease: ServerLeaseTable;
}

/** Inside a write transaction (`database.transaction`) or a read snapshot (`database.snapshot`). */
export type Trx = Transaction<Tables>;
/** Reading outside a transaction is also possible. */
export type Sql = Kysely<Tables>;
