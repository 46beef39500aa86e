import { kindOf } from '#lib/records/index.ts';
import type { PlannedAct } from './record-entries.ts';
import { arrivalOf, eveningOf } from './review-acts.ts';
import { uuidV5 } from './uuid-v5.ts';

/** Who recorded an entry, where and when. */
export interface Recorded {
	readonly region: string;
	readonly date: string;
	readonly recorded_by: string;
	readonly offline_hours: number;
}

/** The creation of a record, at 18:00 of its day; it arrived when the hours offline were over. */
export function creation(kind: string, recordId: string, entry: Recorded, body: unknown): PlannedAct {
	return {
		by: entry.recorded_by,
		receivedAt: arrivalOf(entry),
		operation: {
			opId: uuidV5(recordId, 'create'),
			verb: 'create',
			kind,
			recordId,
			scope: `area:${entry.region}`,
			baseRev: 0,
			schema: kindOf(kind)?.version ?? 1,
			at: eveningOf(entry.date),
			body,
			attachments: []
		}
	};
}
