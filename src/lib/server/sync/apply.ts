/** What one operation makes of one record. Pure: everything it may know comes in, nothing is written here. */
import type { Operation, Verdict } from '#lib/domain/operation.ts';
import type { Restore } from '#lib/server/database/epochs.ts';
import type { Reference } from '#lib/domain/reference.ts';
import type { RecordKind } from '#lib/records/kind.ts';
import { amend } from './apply-amend.ts';
import { askCorrection, dismissFlag, settle } from './apply-answers.ts';
import { create } from './apply-create.ts';
import { decide } from './apply-decision.ts';
import type { RecordState } from './record-state.ts';
import type { Refused } from './refused.ts';
import type { Usable } from './rights.ts';
import type { UsedPhotos } from '#lib/server/photos/used-photos.ts';

/** An operation with what the server knows of its sender. */
export interface Judged {
	readonly operation: Operation;
	readonly kind: RecordKind;
	readonly account: string;
	readonly team: string | null;
	readonly device: string | null;
	/** The road it came by (`origin.ts`). */
	readonly origin: string;
	readonly usable: Usable;
	/** When it came first. */
	readonly receivedAt: string;
	/** When it is judged: what it makes is dated by this. An imported one has been, when it came. */
	readonly judgedAt: string;
	/** Epoch that its device knew the server by when it was written; 0: none that can be named, null: nobody knows. */
	readonly knownEpoch: number | null;
	/** Device's time less its skew. */
	readonly correctedAt: string;
	readonly skewMillis: number | null;
	readonly legacyNo: string | null;
	readonly imported: boolean;
}

/** The rest of the world as one push sees it. */
export interface PushWorld {
	readonly reference: Reference;
	/** Day for the rules. */
	readonly today: string;
	readonly states: ReadonlyMap<string, RecordState>;
	/** Records whose creation waits in custody: what amends or hangs on one of them waits too. */
	readonly parked: ReadonlySet<string>;
	/** Each time the server was put back from a backup, in order; none where they do not matter to this push. */
	readonly restores: readonly Restore[];
	/** Other records, not voided, with this key. */
	sharing(column: 'duplicate_key' | 'season_key', key: string | null, self: string): string[];
	/** Thousandths of a supply at a place without what the record itself moves; null where stock was never brought. */
	inHand(place: string, supply: string, self: string): number | null;
	/** Next readable number for a prefix, region and year. */
	nextNumber(prefix: string, region: string, year: number): string;
	/** Id of the words that search finds a record by; they are written with the push. */
	wordingOf(text: string): string;
	/** Which photos of this push another record used before. */
	readonly usedPhotos: UsedPhotos;
	/** Readable number of a record that one of them names, or null. */
	numberOf(recordId: string): string | null;
	newId(): string;
}

export interface Applied {
	readonly ok: true;
	readonly outcome: Extract<Verdict['outcome'], 'applied' | 'merged' | 'duplicate'>;
	readonly state: RecordState;
	readonly conflict?: readonly string[];
}

export function applyOperation(judged: Judged, world: PushWorld): Applied | Refused {
	const { verb } = judged.operation;
	switch (verb) {
		case 'create':
			return create(judged, world);
		case 'amend':
			return amend(judged, world);
		case 'ask-correction':
			return askCorrection(judged, world);
		case 'settle':
			return settle(judged, world);
		case 'dismiss-flag':
			return dismissFlag(judged, world);
		case 'approve':
		case 'return':
		case 'void':
		case 'reopen':
		case 'archive':
			return decide(verb, judged, world);
	}
}
