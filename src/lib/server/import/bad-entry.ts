/** Why an entry, or a whole file, was not imported. The sentence is the catalogue's `import_bad_<code>`. */
export const BAD_ENTRY_CODES = [
	'shape',
	'twice',
	'unknown_code',
	'review_missing',
	'login_taken',
	'refused'
] as const;
export type BadEntryCode = (typeof BAD_ENTRY_CODES)[number];

export interface BadEntry {
	/** Path inside the folder, `sample/sample-visits.json`. */
	readonly file: string;
	/** Position in the file, counted from 0. */
	readonly index: number;
	/** The entry's own number or code, '' where it has none. */
	readonly entry: string;
	readonly code: BadEntryCode;
	/** Column and what is wrong with it, as data: `date`, `region=999999`, a rule's code. */
	readonly detail: string;
}

/** A known entry that reads differently now; what is stored stays. */
export interface DifferingEntry {
	readonly file: string;
	readonly index: number;
	readonly entry: string;
	/** Columns or acts that differ. */
	readonly detail: string;
}
