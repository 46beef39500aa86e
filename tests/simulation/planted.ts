import type { Bug } from './bug.ts';

/** The bugs of sync.md's list, in its order, apart from those that are not yet applicable. */
export const plantedBugs: readonly Bug[] = [];
