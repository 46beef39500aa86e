/**
 * The tables as Kysely sees them. Only text, integer and real columns, so that SQLite and PostgreSQL share one schema:
 * instants are ISO text in UTC, truth values 0 or 1, structures JSON text (columns named body, changes, detail, ...).
 */
import type { Kysely, Transaction } from 'kysely';
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
export type * from './schema-feeds.ts';
export type * from './schema-stock.ts';

type Flag = 0 | 1;

/** One row, `id` = 1. */
export interface MetaTable {
	id: number;
	/** Made once, never changed. */
	server_id: string;
	/** +1 after every restore from a backup. */
	epoch: number;
	/** +1 whenever any right changes. */
	grants_rev: number;
	created_at: string;
	/** `demo`: holds sample accounts, the production start refuses it. */
	mark: string | null;
}

export interface AccountTable {
	id: string;
	login: string;
	zh: string;
	en: string;
	team: string | null;
	/** `active` or `closed`. */
	status: string;
	/** Null: no credentials yet (imported). */
	password_hash: string | null;
	failed_count: number;
	locked_until: string | null;
	phone: string | null;
	created_at: string;
	closed_at: string | null;
}

/** A right. Never changed but for its end: `valid_to` and `ended_rev` are set together. */
export interface GrantRightTable {
	id: string;
	account_id: string;
	role: string;
	region: string;
	team: string | null;
	valid_from: string;
	valid_to: string | null;
	/** Grants revision at which it was given. */
	rev: number;
	/** Grants revision at which its end was set, or null. */
	ended_rev: number | null;
}

/** Which grants revisions a device has been told of. */
export interface GrantsIssuedTable {
	device_id: string;
	rev: number;
	issued_at: string;
}

export interface AccountSessionTable {
	token_hash: string;
	account_id: string;
	device_id: string | null;
	created_at: string;
	expires_at: string;
	revoked_at: string | null;
	/** `phone` or `desk`. */
	kind: string;
}

export interface DeviceTable {
	id: string;
	account_id: string;
	label: string;
	created_at: string;
	revoked_at: string | null;
	last_seen_at: string | null;
	/** Device clock minus server clock. */
	skew_ms: number | null;
	unsent_count: number;
	unsent_oldest: string | null;
	persistent: number | null;
	free_bytes: number | null;
	app_version: string;
	/** Highest `n` received. */
	last_n: number;
}

export interface EnrolmentCodeTable {
	code_hash: string;
	account_id: string;
	issued_by: string;
	created_at: string;
	expires_at: string;
	used_at: string | null;
	used_device: string | null;
}

/** A one-time link to choose a password. `account_id` null: makes the first administrator. */
export interface SetupLinkTable {
	token_hash: string;
	account_id: string | null;
	issued_by: string | null;
	created_at: string;
	expires_at: string;
	used_at: string | null;
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
	/** 1: its device had not heard of the server's restore when it was written. */
	from_before: 0 | 1 | null;
	/** Revision it was written on; null where it named none, or it came before this was kept. */
	base_rev: number | null;
}

export interface Tables extends KeyTables, FileTables, StockTables, RosterTables {
	meta: MetaTable;
	account: AccountTable;
	grant_right: GrantRightTable;
	grants_issued: GrantsIssuedTable;
	account_session: AccountSessionTable;
	device: DeviceTable;
	enrolment_code: EnrolmentCodeTable;
	setup_link: SetupLinkTable;
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
