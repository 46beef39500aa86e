/** Tables beside the records: numbers, figures, feeds and the audit log (see schema.ts for the conventions). */
type Flag = 0 | 1;

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
