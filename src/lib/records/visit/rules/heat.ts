/** What the heat asks of employers: R25 to R27 (防暑降温措施管理办法, art. 8). */
import type { Issue } from '#lib/domain/issue.ts';
import type { RuleContext } from '#lib/records/kind.ts';
import type { VisitBody } from '../body.ts';

/** Day's maximum in degrees C: the region's heat calendar, else what was typed, else null. */
export function dayMaximum(
	body: Pick<VisitBody, 'region' | 'date' | 'temperature'>,
	context: Pick<RuleContext, 'reference'>
): number | null {
	return context.reference.maximum(body.region, body.date) ?? body.temperature;
}

/** R25 from 40, R26 from 37, R27 from 35 degrees; silent without a temperature and on home visits. */
export function employerHeatDuties(body: VisitBody, context: RuleContext): Issue[] {
	if (context.reference.get('visitPurpose', body.purpose)?.household) return [];
	const maximum = dayMaximum(body, context);
	if (maximum === null || maximum < 35) return [];
	const code = maximum >= 40 ? 'R25' : maximum >= 37 ? 'R26' : 'R27';
	const message = `rule_${code.toLowerCase()}`;
	return [{ code, severity: 'info', field: 'temperature', message, params: { maximum } }];
}
