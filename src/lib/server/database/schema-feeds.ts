/** Tables beside the records: numbers, figures, feeds and the audit log (see schema.ts for the conventions). */
type Flag = 0 | 1;

export interface ReferenceRowTable {
	kind: string;
	code: string;
	rev: number;
	body: string;
	gone: Flag;
}

/** Prices for coordinators and auditors; they never leave with reference data. */
export interface SupplyPriceTable {
	supply: string;
	price_fen: number;
}

export interface NumberSequenceTable {
	prefix: string;
	region: string;
	year: number;
	next: number;
}

export interface MeasureTable {
	record_id: string;
	name: string;
	dimension: string;
	/** Thousandths. */
	value: number;
}

/** A running sum over what is counted (`figures/keep-figures.ts`). `campaign` is '' where records have none. */
export interface FigureTable {
	campaign: string;
	region: string;
	kind: string;
	name: string;
	dimension: string;
	/** Thousandths beyond whole units of each single measure in this sum: what they cost is rounded record by record. */
	rest: number;
	day: string;
	/** Sum in thousandths, and of how many measures. */
	value: number;
	measures: number;
}

/** How many reviewed records stand where, and how many of them have something to look at or came back corrected. */
export interface ReviewTallyTable {
	state: string;
	campaign: string;
	region: string;
	kind: string;
	day: string;
	records: number;
	flagged: number;
	corrected: number;
}

/** Words that search finds records by, lower case, each text once (`sync/wordings.ts`). */
export interface WordingTable {
	id: string;
	text: string;
}

/** What stands between two spaces of a wording, each once (`sync/search-terms.ts`). */
export interface SearchTermTable {
	id: string;
	text: string;
	/** How many wordings hold it; exact only while they are few. */
	wordings: number;
}

export interface SearchPostingTable {
	term: string;
	wording: string;
}

export interface ScopeHeadTable {
	scope: string;
	gen: number;
	head: number;
	floor: number;
	/** Rows that are not gone, and the sum of their digests (`protocol/digest.ts`). */
	count: number;
	hash: number;
}

export interface FeedTable {
	scope: string;
	seq: number;
	kind: string;
	record_id: string;
	rev: number;
	gone: Flag;
}

export interface HistoricalFigureTable {
	kind: string;
	region: string;
	year: number;
	shows: number;
	person_times: number;
}

export interface AuditLogTable {
	id: string;
	at: string;
	actor: string;
	action: string;
	subject: string;
	detail: string;
}

/** A server that has the database open (`backup/hold-database.ts`). Never part of a backup. */
export interface ServerLeaseTable {
	id: string;
	/** Names the table of processes in which `process` stands; empty where that cannot be told. */
	place: string;
	process: number;
	/** Grows while the server runs. */
	beat: number;
	/** By the server's own clock; only to forget rows that nobody took away. */
	seen_at: string;
}

/** A key pair of the deployment; the one with the highest `n` is the present one. */
export interface SealingKeyTable {
	n: number;
	/** First 8 bytes of SHA-256 of the public key, hex. */
	id: string;
	/** Uncompressed point of P-256, base64. */
	public_key: string;
	/** JSON Web Key. Never sent, never logged. */
	private_key: string;
	created_at: string;
}
