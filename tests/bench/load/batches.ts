/** Records that the simulated phones send. */
import { randomBytes } from 'node:crypto';
import { fractions, makeHandouts, type Handout } from '../handouts.ts';
import type { LoadPlan } from './load-plan.ts';

const DAY = 86_400_000;
/** A record that is entered later than that is marked. */
const DAYS = 3;

/**
 * Batches of fresh handouts of one region; the seed gives their figures. They are of the last days and each of a place of
 * its own, as most are in the field: else nearly all of them would be marked as late, or as a second visit to the unit.
 */
export function makeBatches(plan: LoadPlan, region: string, count: number, seed: number): Handout[][] {
	const fraction = fractions(seed);
	const all = plan.patterns[region] ?? [];
	// Each phone begins with another pattern.
	const from = Math.floor(fraction() * all.length);
	const templates = [...all.slice(from), ...all.slice(0, from)];
	const made = makeHandouts(count * plan.batch, {
		templates,
		today: plan.today,
		now: Date.now(),
		bytes: (length) => randomBytes(length),
		fraction
	});
	const newest = Date.parse(`${plan.today}T00:00:00Z`);
	const clean = made.map((record, at) => ({
		...record,
		date: new Date(newest - (at % DAYS) * DAY).toISOString().slice(0, 10),
		organisation: null,
		placeText: `${region}-${seed}-${at} 建设工地`
	}));
	return Array.from({ length: count }, (_, at) => clean.slice(at * plan.batch, (at + 1) * plan.batch));
}
