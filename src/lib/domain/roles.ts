/** Roles as they stand in the deployment's data. */
export const ROLES = ['VOL', 'LEAD', 'LECT', 'KEEP', 'REV', 'CADM', 'AUD'] as const;
export type Role = (typeof ROLES)[number];

/** A right: a role in a region, optionally bound to a team, for a time. The city's region covers all others. */
export interface Grant {
	readonly id: string;
	readonly role: Role;
	readonly region: string;
	readonly team: string | null;
	/** First instant at which the right stands; imported rights hold from the beginning (1970). */
	readonly validFrom: string;
	/** Instant at which it ended, or null while it stands. */
	readonly validTo: string | null;
}
