/** Rules about persons and quantities: R10 to R14. */
import type { Issue } from '#lib/domain/issue.ts';
import { placeField } from '#lib/records/place.ts';
import type { RuleContext } from '#lib/records/kind.ts';
import type { HandoutBody } from '../body.ts';

/** handout_kind 驿站补给: goods go to a station, nobody is counted. */
export const STATION_RESUPPLY = 'YZ';

/** R10: at least one supply line with a quantity. */
export function someSupply(body: HandoutBody): Issue[] {
	if (body.lines.some((line) => (line.qty ?? 0) > 0)) return [];
	const first = body.lines[0];
	const field = first ? `lines.${first.id}.qty` : 'lines';
	return [{ code: 'R10', severity: 'block', field, message: 'rule_r10' }];
}

/** R11: person-times above 0, except for station resupply. */
export function somePersonTimes(body: HandoutBody): Issue[] {
	if (body.handoutKind === STATION_RESUPPLY || (body.personTimes ?? 0) > 0) return [];
	return [{ code: 'R11', severity: 'block', field: 'personTimes', message: 'rule_r11' }];
}

/** R12: persons served for the first time within the person-times. */
export function firstTimeWithin(body: HandoutBody): Issue[] {
	if ((body.firstTimePersons ?? 0) <= (body.personTimes ?? 0)) return [];
	return [{ code: 'R12', severity: 'block', field: 'firstTimePersons', message: 'rule_r12' }];
}

/** R13: quantity per person-time above the supply's soft cap, over all lines of the supply; on its first line. */
export function withinSoftCaps(body: HandoutBody, context: RuleContext): Issue[] {
	const persons = body.personTimes ?? 0;
	if (body.handoutKind === STATION_RESUPPLY || persons === 0) return [];
	const issues: Issue[] = [];
	for (const supply of new Set(body.lines.map((line) => line.supply))) {
		const lines = body.lines.filter((line) => line.supply === supply);
		const cap = context.reference.get('supply', supply)?.softCapPerHandout ?? null;
		// Thousandths, so that 2.4 kg for 2 people is exactly 1.2 each.
		const total = lines.reduce((sum, line) => sum + Math.round((line.qty ?? 0) * 1000), 0);
		if (cap === null || total <= Math.round(cap * 1000) * persons) continue;
		const field = `lines.${lines[0]?.id ?? ''}.qty`;
		issues.push({ code: 'R13', severity: 'warn', field, message: 'rule_r13', params: { cap } });
	}
	return issues;
}

/** R14: this organisation already received this season. A station is resupplied as often as it needs. */
export function firstThisSeason(body: HandoutBody, context: RuleContext): Issue[] {
	if (body.handoutKind === STATION_RESUPPLY || context.sameSeason.length === 0) return [];
	return [{ code: 'R14', severity: 'warn', field: placeField(body), message: 'rule_r14' }];
}
