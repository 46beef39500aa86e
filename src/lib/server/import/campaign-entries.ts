import type { Campaign } from '#lib/domain/reference.ts';
import type { KnownCodes } from './known-codes.ts';
import type { PlannedRecord } from './record-entries.ts';
import { campaignCode } from './record-bodies.ts';
import type { ReferencePlan } from './reference-plan.ts';

/**
 * The campaigns that the records' programmes and years ask for and that are not there yet: one a programme and calendar
 * year, in all counties and zones, from the first day of the year to the last.
 */
export function campaignsOf(
	records: readonly PlannedRecord[],
	plan: ReferencePlan,
	known: KnownCodes,
	programmes: ReadonlyMap<string, { zh: string; en: string }>
): Campaign[] {
	const campaigns = new Map<string, Campaign>();
	const city = new Set(
		plan.rows.flatMap(({ kind, body, code }) =>
			kind === 'region' && 'level' in body && body.level === 'city' ? code : []
		)
	);
	for (const { programme, date, creations } of records) {
		const code = campaignCode(programme, date);
		if (!programme || code === null || known.has('campaign', code)) continue;
		const year = date.slice(0, 4);
		const name = programmes.get(programme) ?? { zh: programme, en: programme };
		const held = campaigns.get(code);
		const kit = (creations[0]?.operation.body as { kit?: string | null }).kit;
		const kits = new Set(held?.kits ?? []);
		if (kit) kits.add(kit);
		campaigns.set(code, {
			code,
			zh: `${year}年${name.zh}`,
			en: `${name.en} ${year}`,
			programme,
			year: Number(year),
			areas: known.all('region').filter((region) => !city.has(region)),
			from: `${year}-01-01`,
			to: `${year}-12-31`,
			kits: [...kits].sort(),
			targetPersonTimes: null
		});
	}
	return [...campaigns.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}
