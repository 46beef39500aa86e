/**
 * A roster lent to a team: it lies on the phones of the team from the noon before its first day, so that it is there where
 * there is no signal, to the end of its last day, and no phone keeps it for more than 72 hours whatever happens.
 */
import { addDays } from '#lib/domain/calendar.ts';
import type { IsoDate, IsoInstant } from '#lib/domain/ids.ts';

export const LONGEST_LEASE_DAYS = 2;
/** However long it was lent, and whatever the phone's clock says since. */
export const LONGEST_ON_PHONE_MILLIS = 72 * 3_600_000;

/** Scope of one lease: who reads it, reads the roster. */
export const leaseScope = (lease: string): string => `roster:${lease}`;
export const isLeaseScope = (scope: string): boolean => scope.startsWith('roster:');

/** Kinds of a lease's rows in its feed. */
export const LEASED_ROSTER = 'lease:roster';
export const LEASED_PERSON = 'lease:person';

/** What a person was given at once: so many portions of a kit, or lines of its own, in the supplies' units, of all portions. */
export interface Gift {
	readonly kit: string | null;
	readonly portions: number;
	readonly lines: readonly { readonly supply: string; readonly qty: number }[];
}

/** What was given to a person this season, each handout once, the newest first. */
export interface Received {
	readonly date: IsoDate;
	readonly kit: string | null;
	readonly handout: string;
	/** Absent in what older servers told: then it is taken for one portion of the kit. */
	readonly gifts?: readonly Gift[];
}

/** What was given at one handout. */
export const giftsOf = ({ kit, gifts }: Pick<Received, 'kit' | 'gifts'>): readonly Gift[] =>
	gifts ?? [{ kit, portions: 1, lines: [] }];

/** The roster itself, as a phone has it. */
export interface LeasedRoster {
	readonly id: string;
	readonly title: string;
	readonly organisation: string | null;
	readonly organisationText: string;
	readonly region: string;
	readonly campaign: string | null;
	readonly from: IsoDate;
	readonly to: IsoDate;
	/** When every phone deletes it. */
	readonly until: IsoInstant;
	readonly size: number;
}

/** A person of it: no whole name, no telephone number. */
export interface LeasedPerson {
	/** Id of the roster's row, as receipts and sign-ins name it. */
	readonly id: string;
	/** Id that the person's card says. */
	readonly card: string;
	/** 张*明; the whole name only where two of one department would look the same. */
	readonly shown: string;
	readonly initials: string;
	readonly department: string;
	readonly category: string | null;
	/** Last four characters of staff number or telephone, to tell two apart. */
	readonly tail: string;
	readonly received: readonly Received[];
}

const startOf = (day: IsoDate): number => Date.parse(`${day}T00:00:00+08:00`);

/** @returns instants between which the lease stands; null for days that cannot be lent */
export function leaseTimes(
	from: IsoDate,
	days: number,
	today: IsoDate
): { readonly to: IsoDate; readonly opens: IsoInstant; readonly until: IsoInstant } | null {
	if (!Number.isInteger(days) || days < 1 || days > LONGEST_LEASE_DAYS) return null;
	if (from < today || from > addDays(today, 31)) return null;
	const to = addDays(from, days - 1);
	return {
		to,
		opens: new Date(startOf(from) - 12 * 3_600_000).toISOString(),
		until: new Date(startOf(addDays(to, 1))).toISOString()
	};
}

/** @param now the latest instant the phone has reason to believe in, Unix milliseconds */
export function isLeaseOver(until: IsoInstant, receivedAt: number, now: number): boolean {
	return now >= Date.parse(until) || now - receivedAt >= LONGEST_ON_PHONE_MILLIS;
}
