/** Why no backup was made or nothing was restored. The sentence is the catalogue's `backup_stop_<code>`. */
export type BackupStopCode =
	// making one
	| 'exists'
	| 'part_exists'
	| 'not_writable'
	| 'no_database'
	| 'migrated'
	| 'stopped'
	// the file
	| 'unreadable'
	| 'not_ours'
	| 'newer_format'
	| 'newer_schema'
	| 'unknown_table'
	| 'unknown_column'
	| 'truncated'
	| 'damaged'
	| 'changed'
	// the database
	| 'too_large'
	| 'not_empty'
	| 'newer_database'
	| 'held';

export class BackupStop extends Error {
	readonly code: BackupStopCode;
	/** Which table, line or reason; never a value of a row. */
	readonly detail: string;
	constructor(code: BackupStopCode, detail = '', options?: ErrorOptions) {
		super(`${code} ${detail}`.trim(), options);
		this.name = 'BackupStop';
		this.code = code;
		this.detail = detail;
	}
}
