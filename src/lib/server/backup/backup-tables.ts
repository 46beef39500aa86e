import type { Tables } from '#lib/server/database/schema.ts';

/** What no backup holds: a lease is of the servers that run now. */
type Left = 'server_lease';
export type BackupTable = Exclude<keyof Tables, Left>;

type Keys = { readonly [T in BackupTable]: readonly (keyof Tables[T] & string)[] };

/** Every table of a backup in the order of the file, with the key that its rows are ordered by. */
export const BACKUP_TABLES: Keys = {
	meta: ['id'],
	sealing_key: ['n'],
	code_key: ['n'],
	account: ['id'],
	grant_right: ['id'],
	grants_issued: ['device_id', 'rev'],
	account_session: ['token_hash'],
	device: ['id'],
	enrolment_code: ['code_hash'],
	setup_link: ['token_hash'],
	reference_row: ['kind', 'code'],
	supply_price: ['supply'],
	wording: ['id'],
	search_term: ['id'],
	search_posting: ['term', 'wording'],
	roster: ['id'],
	roster_row: ['id'],
	roster_lease: ['id'],
	record: ['id'],
	record_revision: ['record_id', 'rev'],
	flag: ['id'],
	conflict: ['id'],
	decision: ['record_id', 'rev'],
	operation: ['op_id'],
	number_sequence: ['prefix', 'region', 'year'],
	measure: ['record_id', 'name', 'dimension'],
	photo_print: ['photo_id', 'record_id'],
	photo_key: ['key', 'photo_id', 'record_id'],
	figure: ['campaign', 'region', 'kind', 'name', 'dimension', 'rest', 'day'],
	review_tally: ['state', 'campaign', 'region', 'kind', 'day'],
	stock_group: ['id'],
	stock_entry: ['group_id', 'seq'],
	stock_balance: ['place', 'supply', 'batch', 'expiry'],
	stock_holding: ['place', 'supply'],
	stock_day: ['region', 'place', 'supply', 'act', 'day'],
	stock_place: ['place', 'region'],
	scope_head: ['scope'],
	feed: ['record_id', 'kind', 'scope'],
	historical_figure: ['kind', 'region', 'year'],
	audit_log: ['id'],
	attachment: ['id', 'record_id'],
	upload: ['id', 'account_id']
};

export const TABLE_NAMES = Object.keys(BACKUP_TABLES) as BackupTable[];

/** Their rows are there before anybody has used the database, or after it was merely started once. */
export const ALWAYS_THERE: ReadonlySet<BackupTable> = new Set(['meta', 'setup_link', 'sealing_key']);
