import { describe, expect, it } from 'vitest';
import { DECISIONS, REVIEW_STATES, isCounted, isOpen, stateAfter } from './review.ts';

describe('review states', () => {
	it('allow exactly the decisions of the product', () => {
		const allowed = REVIEW_STATES.flatMap((state) =>
			DECISIONS.flatMap((decision) => {
				const next = stateAfter(decision, state);
				return next ? [`${state} -${decision}-> ${next}`] : [];
			})
		);
		expect(allowed).toEqual([
			'pending -approve-> approved',
			'pending -return-> returned',
			'pending -void-> voided',
			'returned -void-> voided',
			'approved -void-> voided',
			'approved -reopen-> pending',
			'approved -archive-> archived',
			'archived -void-> voided'
		]);
	});

	it('count approved and archived records only', () => {
		expect(REVIEW_STATES.filter(isCounted)).toEqual(['approved', 'archived']);
		expect(REVIEW_STATES.filter(isOpen)).toEqual(['pending', 'returned']);
	});
});
