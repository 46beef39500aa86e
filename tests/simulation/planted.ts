import type { Bug } from './bug.ts';
import { photoBugs } from './planted-photos.ts';
import { phoneBugs } from './planted-phone.ts';
import { serverBugs } from './planted-server.ts';
import { signInBugs } from './planted-sign-ins.ts';
import { stockBugs } from './stock/planted-stock.ts';

/** Every planted bug, in the order in which they are looked for. */
const NAMES = [
	'bigserial cursor',
	'acknowledge before commit',
	'cursor saved before rows',
	'delete outbox on send',
	'retry with a new id',
	'pull overwrites pending',
	'batch fails on one bad record',
	'verdicts by position',
	'last writer wins',
	'sign-in counted twice',
	'negative stock refused',
	'reversal applied twice',
	'feed misses a scope move',
	'review without precondition',
	'tombstone lost',
	'purge before attention',
	'upgrade drops outbox',
	'portal answer accepted',
	'back-off never resets',
	'hash not verified',
	'permission read from the request',
	'own review allowed',
	'count includes returned records',
	'skew applied to order',
	'attachment deleted early',
	'hash of a file not verified',
	'all sent, but for what was set aside',
	'all sent, but for photos'
];

export const plantedBugs: readonly Bug[] = NAMES.map((name) => {
	const bug = [...phoneBugs, ...photoBugs, ...serverBugs, ...signInBugs, ...stockBugs].find(
		(one) => one.name === name
	);
	if (!bug) throw new Error(`not planted: ${name}`);
	return bug;
});
