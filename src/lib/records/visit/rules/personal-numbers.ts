import type { Issue } from '#lib/domain/issue.ts';
import { answerTexts, fieldsWithNumbers, personalNumbers, type Texts } from '#lib/records/common-rules.ts';
import type { RuleContext } from '#lib/records/kind.ts';
import type { VisitBody } from '../body.ts';

/** Every field of a visit that takes free words. */
function freeTexts(body: VisitBody): Texts {
	return [
		['placeText', body.placeText],
		['household.person', body.household?.person ?? ''],
		['household.address', body.household?.address ?? ''],
		...body.visitors.map((name) => ['visitors', name] as const),
		['situation', body.situation],
		['remark', body.remark],
		...answerTexts(body.answers)
	];
}

/** True for a home visit, by its purpose or because a household was entered. */
export function isHomeVisit(body: VisitBody, context: Pick<RuleContext, 'reference'>): boolean {
	return (
		context.reference.get('visitPurpose', body.purpose)?.household === true ||
		body.household !== null ||
		body.households > 0
	);
}

/** R28: no ID or bank-card number on a home visit. R29: a warning on any other. */
export function noPersonalNumbers(body: VisitBody, context: RuleContext): Issue[] {
	const texts = freeTexts(body);
	if (!isHomeVisit(body, context)) return personalNumbers(texts);
	return fieldsWithNumbers(texts).map((field) => ({
		code: 'R28',
		severity: 'block',
		field,
		message: 'rule_r28'
	}));
}
