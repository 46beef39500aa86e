/**
 * The states of a reviewed record and the decisions between them: one closed list, used by phone, desk and server.
 * `archived` is written `locked` in imported data.
 */
export const REVIEW_STATES = ['pending', 'returned', 'approved', 'voided', 'archived'] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];

export const DECISIONS = ['approve', 'return', 'void', 'reopen', 'archive'] as const;
export type Decision = (typeof DECISIONS)[number];

const TRANSITIONS: Readonly<Record<Decision, Partial<Record<ReviewState, ReviewState>>>> = {
	approve: { pending: 'approved' },
	return: { pending: 'returned' },
	void: { pending: 'voided', returned: 'voided', approved: 'voided', archived: 'voided' },
	reopen: { approved: 'pending' },
	archive: { approved: 'archived' }
};

/** The state a decision leads to, or null when it may not be taken in this state. */
export function stateAfter(decision: Decision, state: ReviewState): ReviewState | null {
	return TRANSITIONS[decision][state] ?? null;
}

/** Only these states are counted in any figure. */
export function isCounted(state: ReviewState): boolean {
	return state === 'approved' || state === 'archived';
}

/** Open work: a coordinator or the author still has to act. */
export function isOpen(state: ReviewState): boolean {
	return state === 'pending' || state === 'returned';
}
