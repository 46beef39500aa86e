/** The phone held against the server: by number, and by the hash that shows whether it is the same records in the same form. */
import type { TripCount, TripFacts } from '#lib/state/trip-account.ts';

export interface Check {
	/** `unasked`: the server has not answered since the page was opened. */
	readonly is: 'unasked' | 'equal' | 'rest' | 'differs';
	/** Records on this phone, sent or not. */
	readonly phone: number;
	/** Of these, the ones the server has not said to have. */
	readonly rest: number;
	readonly server: number | null;
	/** What stands on both sides, to be compared by eye or read out; null while nothing is confirmed. */
	readonly code: string | null;
}

export function checkTrip({ records, confirmed }: TripFacts, server: TripCount | null): Check {
	const phone = records.length;
	const rest = phone - confirmed.count;
	const same = server !== null && server.count === confirmed.count && server.hash === confirmed.hash;
	return {
		is: server === null ? 'unasked' : !same ? 'differs' : rest > 0 ? 'rest' : 'equal',
		phone,
		rest,
		server: server?.count ?? null,
		code: confirmed.count > 0 ? checkCode(confirmed.hash) : null
	};
}

/** The 48 bits as three groups of four: `1A2B-3C4D-5E6F`. */
export function checkCode(hash: number): string {
	const digits = hash.toString(16).toUpperCase().padStart(12, '0');
	return [digits.slice(0, 4), digits.slice(4, 8), digits.slice(8)].join('-');
}
