/** Who may do what, on which phones. */
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

/** Accounts, their rights and what they sign in by. */
export interface AccountTables {
	account: AccountTable;
	grant_right: GrantRightTable;
	grants_issued: GrantsIssuedTable;
	account_session: AccountSessionTable;
	device: DeviceTable;
	enrolment_code: EnrolmentCodeTable;
	setup_link: SetupLinkTable;
}
