import type { Bug } from './bug.ts';
import { photoBugs } from './planted-photos.ts';
import { phoneBugs } from './planted-phone.ts';
import { serverBugs } from './planted-server.ts';
import { signInBugs } from './planted-sign-ins.ts';
import { stockBugs } from './stock/planted-stock.ts';

/**
 * Every planted bug, in the order in which they are looked for, with the truths by which it may be found. Never 0: that
 * something fell over says nothing of whether anybody looks for what the bug does.
 */
const FOUND_BY: Readonly<Record<string, readonly number[]>> = {
	'bigserial cursor': [3],
	'acknowledge before commit': [1, 14],
	'cursor saved before rows': [3],
	'delete outbox on send': [6, 14],
	'retry with a new id': [2, 14],
	'pull overwrites pending': [6],
	'batch fails on one bad record': [9, 15],
	'verdicts by position': [1, 5, 6, 8],
	'last writer wins': [2],
	'sign-in counted twice': [2],
	// What the ledger refuses is kept and parked by its own name, and no longer holds up what is behind it.
	'negative stock refused': [9, 10],
	'reversal applied twice': [10],
	'feed misses a scope move': [3],
	'review without precondition': [11],
	'tombstone lost': [3, 7],
	'purge before attention': [6, 14],
	'upgrade drops outbox': [6, 14],
	'portal answer accepted': [1, 14],
	'back-off never resets': [15],
	'hash not verified': [3],
	'permission read from the request': [7],
	'own review allowed': [11],
	'count includes returned records': [2],
	'skew applied to order': [2],
	'attachment deleted early': [13],
	'hash of a file not verified': [12],
	'all sent, but for what was set aside': [14],
	'all sent, but for photos': [14]
};

export interface PlantedBug extends Bug {
	/** Truths by which it may be found. */
	readonly foundBy: readonly number[];
}

export const plantedBugs: readonly PlantedBug[] = Object.entries(FOUND_BY).map(([name, foundBy]) => {
	const bug = [...phoneBugs, ...photoBugs, ...serverBugs, ...signInBugs, ...stockBugs].find(
		(one) => one.name === name
	);
	if (!bug) throw new Error(`not planted: ${name}`);
	return { ...bug, foundBy };
});
