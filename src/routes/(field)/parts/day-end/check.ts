/** The phone held against the server: by number, and by the hash that shows whether it is the same records in the same form. */
import type { TripCount, TripFacts, TripTrouble } from '#lib/state/trip-account.ts';

export interface Check {
	/**
	 * `unasked`: the server has not answered since the page was opened, `signed-out` and `failed`: it answered that it takes this
	 * session no longer, or something else than a number.
	 */
	readonly is: 'unasked' | 'signed-out' | 'failed' | 'equal' | 'rest' | 'differs';
	/** Records and rows on this phone, sent or not. */
	readonly phone: number;
	/** Of these, the ones the server has not said to have. */
	readonly rest: number;
	readonly server: number | null;
	/** What stands on both sides, to be compared by eye or read out; null while nothing is confirmed. */
	readonly code: string | null;
}

const TROUBLE = { net: 'unasked', auth: 'signed-out', failed: 'failed' } as const;

/** @param answer null: nothing was asked yet */
export function checkTrip(facts: TripFacts, answer: TripCount | TripTrouble | null): Check {
	const server = typeof answer === 'string' ? null : answer;
	// An older server counts the records alone: then they alone are compared.
	const hasRows = server === null || server.rows !== undefined;
	const confirmed = sum(facts.confirmed, hasRows ? facts.confirmedRows : NOTHING);
	const there = server && sum(server, server.rows ?? NOTHING);
	const phone = facts.records.length + (hasRows ? facts.rows.length : 0);
	const rest = phone - confirmed.count;
	const same =
		there !== null &&
		isSame(server, facts.confirmed) &&
		(!hasRows || isSame(server?.rows, facts.confirmedRows));
	return {
		is:
			there === null
				? typeof answer === 'string'
					? TROUBLE[answer]
					: 'unasked'
				: !same
					? 'differs'
					: rest > 0
						? 'rest'
						: 'equal',
		phone,
		rest,
		server: there?.count ?? null,
		code: confirmed.count > 0 ? checkCode(confirmed.hash) : null
	};
}

type Counted = TripFacts['confirmed'];
/** Hashes are sums modulo this: what two sets add up to is the hash of both. */
const HASHES = 2 ** 48;
const NOTHING: Counted = { count: 0, hash: 0 };

const sum = (one: Counted, other: Counted): Counted => ({
	count: one.count + other.count,
	hash: (one.hash + other.hash) % HASHES
});
const isSame = (one: Counted | null | undefined, other: Counted): boolean =>
	one?.count === other.count && one.hash === other.hash;

/** The 48 bits as three groups of four: `1A2B-3C4D-5E6F`. */
export function checkCode(hash: number): string {
	const digits = hash.toString(16).toUpperCase().padStart(12, '0');
	return [digits.slice(0, 4), digits.slice(4, 8), digits.slice(8)].join('-');
}
