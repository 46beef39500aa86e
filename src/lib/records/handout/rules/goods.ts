/**
 * Rules about the goods themselves: R15 to R20.
 * R21 (stock in hand would go negative) is shared with the movements, see `movement/rules.ts`.
 */
import { daysBetween } from '#lib/domain/calendar.ts';
import { findCashWord } from '#lib/domain/cash-words.ts';
import type { Issue } from '#lib/domain/issue.ts';
import type { RuleContext } from '#lib/records/kind.ts';
import type { HandoutBody } from '../body.ts';

/** A medicine that expires in fewer days is checked first (R16). */
const SOON_DAYS = 30;

/** R15: past its expiry on the day of the handout. Kept only when ticked as an incident. */
export function notExpired(body: HandoutBody): Issue[] {
	return body.lines
		.filter((line) => line.expiry !== null && line.expiry < body.date)
		.map((line) => ({
			code: 'R15',
			severity: 'warn',
			field: `lines.${line.id}.expiry`,
			message: 'rule_r15',
			incident: true
		}));
}

/** R16: a medicine with fewer than 30 days left (and not yet expired). */
export function medicineLastsLonger(body: HandoutBody, context: RuleContext): Issue[] {
	return body.lines
		.filter((line) => {
			if (!line.expiry || !context.reference.get('supply', line.supply)?.isMedicine) return false;
			const left = daysBetween(body.date, line.expiry);
			return left >= 0 && left < SOON_DAYS;
		})
		.map((line) => ({
			code: 'R16',
			severity: 'warn',
			field: `lines.${line.id}.expiry`,
			message: 'rule_r16'
		}));
}

/** R17: batch and expiry for what is tracked (station extras too; fresh and on-site food is not marked as tracked). */
export function batchAndExpiry(body: HandoutBody, context: RuleContext): Issue[] {
	return body.lines.flatMap((line): Issue[] => {
		if (!context.reference.get('supply', line.supply)?.trackBatchExpiry) return [];
		if ((line.qty ?? 0) === 0 || (line.batch.trim() && line.expiry)) return [];
		const field = `lines.${line.id}.${line.batch.trim() ? 'expiry' : 'batch'}`;
		return [{ code: 'R17', severity: 'block', field, message: 'rule_r17' }];
	});
}

/** R18: a medicine with alcohol where an alcohol-free form is required (drivers, height, machines). */
export function alcoholFree(body: HandoutBody, context: RuleContext): Issue[] {
	const { reference } = context;
	const kind = body.worksiteKind ?? reference.get('organisation', body.organisation)?.worksiteKind ?? null;
	if (!reference.get('worksiteKind', kind)?.alcoholFreeRequired) return [];
	return body.lines
		.filter((line) => {
			const supply = reference.get('supply', line.supply);
			return supply?.isMedicine === true && supply.containsAlcohol;
		})
		.map((line) => ({
			code: 'R18',
			severity: 'warn',
			field: `lines.${line.id}.supply`,
			message: 'rule_r18'
		}));
}

/** R19: what to say when handing out medicines. */
export function medicineAdvice(body: HandoutBody, context: RuleContext): Issue[] {
	if (!body.lines.some((line) => context.reference.get('supply', line.supply)?.isMedicine)) return [];
	return [{ code: 'R19', severity: 'info', field: 'lines', message: 'rule_r19' }];
}

/** R20: no cash, shopping cards or vouchers: in the names of the supplies and in free words. */
export function noCash(body: HandoutBody, context: RuleContext): Issue[] {
	const texts: (readonly [string, string])[] = [
		['placeText', body.placeText],
		['remark', body.remark]
	];
	for (const line of body.lines) {
		const supply = context.reference.get('supply', line.supply);
		if (supply) texts.push([`lines.${line.id}.supply`, `${supply.zh} ${supply.en}`]);
	}
	return texts
		.filter(([, text]) => findCashWord(text) !== null)
		.map(([field]) => ({ code: 'R20', severity: 'block', field, message: 'rule_r20' }));
}
