import type { Sql } from '#lib/server/database/schema.ts';
import { COUNTED } from '#lib/server/figures/counted.ts';
import { reviewCounts } from '#lib/server/figures/review-counts.ts';

/** How many records the register of a county and season has, without reading them. */
export async function countHandouts(db: Sql, region: string, campaign: string): Promise<number> {
	const counts = await reviewCounts(db, { regions: [region], campaign, kind: 'handout' });
	return counts.filter(({ state }) => COUNTED.includes(state)).reduce((sum, { count }) => sum + count, 0);
}
