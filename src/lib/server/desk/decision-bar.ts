import { DECISIONS, stateAfter, type Decision, type ReviewState } from '#lib/domain/review.ts';
import { covers, type DeskRights } from './desk-rights.ts';

/** Why a decision is not open to this person. Each has its sentence: `desk_bar_<code>`. */
export type Barred = 'own-record' | 'not-permitted' | 'wrong-state' | 'conflict-open';
export type DecisionBar = Readonly<Record<Decision, Barred | null>>;

/**
 * Which decisions are open, the same for buttons and for what the server accepts. Archiving is the city's, by closing a
 * month; nobody decides on an own record; a conflict is settled before approval.
 */
export function decisionBar(
	rights: DeskRights,
	account: string,
	record: {
		region: string;
		recorder: string;
		state: ReviewState | null;
		conflicts: number;
		/** By the file of unsent work that this person brought. */
		broughtIn?: boolean;
	}
): DecisionBar {
	const barred = (decision: Decision): Barred | null => {
		if (!covers(rights.reviews, record.region)) return 'not-permitted';
		if (decision === 'archive' && !rights.administers) return 'not-permitted';
		if (record.state === null || stateAfter(decision, record.state) === null) return 'wrong-state';
		if (record.recorder === account || record.broughtIn) return 'own-record';
		if (decision === 'approve' && record.conflicts > 0) return 'conflict-open';
		return null;
	};
	return Object.fromEntries(DECISIONS.map((decision) => [decision, barred(decision)])) as DecisionBar;
}
