import type { Gift, Received } from './lease.ts';

/** What is known, without asking anybody, of what a person has received. */
export interface KnownReceipts {
	/** At this handout already. */
	readonly here: boolean;
	/** At other handouts of this season, the newest first. */
	readonly season: readonly Received[];
	/** All that was given in this season, here as well. */
	readonly gifts: readonly Gift[];
	/** A colleague's phone says: today. */
	readonly colleague: boolean;
}

/**
 * `free`: nothing is known against it; `ask`: received in this season, give it only with a reason; `stop`: received here or
 * from a colleague today, most likely by mistake twice. None refuses: who stands there decides, and says why.
 */
export type ReceiptLevel = 'free' | 'ask' | 'stop';

export function receiptLevel({ here, season, colleague }: Omit<KnownReceipts, 'gifts'>): ReceiptLevel {
	if (here || colleague) return 'stop';
	return season.length > 0 ? 'ask' : 'free';
}
