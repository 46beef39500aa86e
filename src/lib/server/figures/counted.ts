import { isCounted, REVIEW_STATES } from '#lib/domain/review.ts';

/** Only these are in any figure; everything else stands beside. */
export const COUNTED = REVIEW_STATES.filter(isCounted);
