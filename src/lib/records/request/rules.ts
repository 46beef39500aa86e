/** Rules of a request (诉求): R30 to R32, and R29 for its texts. */
import { daysBetween } from '#lib/domain/calendar.ts';
import type { Issue } from '#lib/domain/issue.ts';
import type { RuleContext } from '#lib/records/kind.ts';
import { answerTexts, personalNumbers } from '#lib/records/common-rules.ts';
import type { RequestBody } from './body.ts';

/** Days after closing within which the person is asked again (R32; a deployment may set another number later). */
export const FOLLOW_UP_DAYS = 15;

/** R30: a request has a category. */
export function categoryGiven(body: RequestBody): Issue[] {
	if (body.category) return [];
	return [{ code: 'R30', severity: 'block', field: 'category', message: 'rule_r30' }];
}

/** R31: a referred request says to whom and until when. */
export function referralComplete(body: RequestBody): Issue[] {
	if (body.status !== 'REF') return [];
	const empty = (['referral', 'due'] as const).filter((field) => !body[field]);
	return empty.map((field) => ({ code: 'R31', severity: 'block', field, message: 'rule_r31' }));
}

/** R32: closed more than 15 days ago and not followed up. Silent where the day of closing is not known. */
export function followUpOverdue(body: RequestBody, context: RuleContext): Issue[] {
	if (body.status !== 'DONE' || body.followUp || !body.closedOn) return [];
	if (!(daysBetween(body.closedOn, context.today) > FOLLOW_UP_DAYS)) return [];
	return [{ code: 'R32', severity: 'warn', field: 'followUp', message: 'rule_r32' }];
}

/** R29 in the texts of a request. */
export function requestNumbers(body: RequestBody): Issue[] {
	return personalNumbers([
		['text', body.text],
		['handling', body.handling],
		['result', body.result],
		['remark', body.remark],
		...answerTexts(body.answers)
	]);
}
