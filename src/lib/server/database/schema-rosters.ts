/** Rosters of units, their people and the times for which they are lent to teams. */

export interface RosterTable {
	id: string;
	title: string;
	/** Listed organisation, or null; then its name in free words. */
	organisation: string | null;
	organisation_text: string;
	region: string;
	created_by: string;
	created_at: string;
	/** Set when it was taken away: its people are deleted with that. */
	removed_at: string | null;
}

export interface RosterRowTable {
	id: string;
	roster_id: string;
	/** Place in the list, from 1. */
	n: number;
	name: string;
	initials: string;
	department: string;
	category: string | null;
	job: string;
	phone: string;
	/** What the person's card says; unlike the row's id it is printed. */
	card_id: string;
	/** Raised with every receipt, so that phones that have it on lease are told. */
	rev: number;
}

export interface RosterLeaseTable {
	id: string;
	roster_id: string;
	team: string;
	/** Season whose receipts are told, or null. */
	campaign: string | null;
	from_day: string;
	to_day: string;
	opens_at: string;
	until_at: string;
	created_by: string;
	created_at: string;
	/** Taken back before its time. */
	ended_at: string | null;
}

export interface RosterTables {
	roster: RosterTable;
	roster_row: RosterRowTable;
	roster_lease: RosterLeaseTable;
}
