import type { Refusal, Verdict } from '#lib/domain/operation.ts';

/** An operation that is not applied: `rejected` goes back to its author, `parked` waits at the server. */
export interface Refused {
	readonly ok: false;
	readonly outcome: 'rejected' | 'parked';
	readonly refusal: Refusal;
	readonly issues?: NonNullable<Verdict['issues']>;
	readonly decided?: NonNullable<Verdict['decided']>;
}

export function rejected(refusal: Refusal, more: Partial<Pick<Refused, 'issues' | 'decided'>> = {}): Refused {
	return { ok: false, outcome: 'rejected', refusal, ...more };
}

export function parked(refusal: Refusal): Refused {
	return { ok: false, outcome: 'parked', refusal };
}
