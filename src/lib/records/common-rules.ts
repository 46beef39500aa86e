/** Rules of the catalogue that hold for every kind (`record: any`), and the checks of free text (R29). */
import { daysBetween } from '#lib/domain/calendar.ts';
import { findPersonalNumber } from '#lib/domain/personal-numbers.ts';
import type { Issue } from '#lib/domain/issue.ts';
import type { RuleContext } from './kind.ts';

/** Days after the event from which a reason is asked for (R08). */
const LATE_AFTER_DAYS = 3;

/** R07: the event cannot lie after today; nor before any clock began, which is a year typed short. */
export function notInFuture(body: { readonly date: string }, context: RuleContext): Issue[] {
	if (body.date < '1970')
		return [{ code: 'date', severity: 'block', field: 'date', message: 'rule_too_early' }];
	if (body.date <= context.today) return [];
	return [{ code: 'R07', severity: 'block', field: 'date', message: 'rule_r07' }];
}

/** R08: entered more than 3 days after the event. Measured to the day of first saving, not to a later correction. */
export function lateEntry(body: { readonly date: string }, context: RuleContext): Issue[] {
	if (!(daysBetween(body.date, context.recordedOn) > LATE_AFTER_DAYS)) return [];
	return [{ code: 'R08', severity: 'warn', field: 'date', message: 'rule_r08' }];
}

/** R09: another record of the same day, organisation and team. `field` is where the place stands in this kind. */
export function possibleDuplicate(field: string, context: RuleContext): Issue[] {
	if (context.sameDay.length === 0) return [];
	return [{ code: 'R09', severity: 'warn', field, message: 'rule_r09' }];
}

/** The rules for `any` record: R07, R08, R09. */
export function anyRecord(body: { readonly date: string }, place: string, context: RuleContext): Issue[] {
	return [...notInFuture(body, context), ...lateEntry(body, context), ...possibleDuplicate(place, context)];
}

/** Free texts of a body by field path. */
export type Texts = readonly (readonly [field: string, text: string])[];

/** Answers to warnings are free text too; they are reported under the field they answer for. */
export function answerTexts(answers: Readonly<Record<string, string>>): Texts {
	return Object.entries(answers).map(([key, text]) => [key.slice(key.indexOf(':') + 1), text] as const);
}

/** R29: a text looks like an ID or bank-card number. */
export function personalNumbers(texts: Texts): Issue[] {
	return fieldsWithNumbers(texts).map((field) => ({
		code: 'R29',
		severity: 'warn',
		field,
		message: 'rule_r29'
	}));
}

/** Paths of the texts that hold an ID or bank-card number, each once. */
export function fieldsWithNumbers(texts: Texts): string[] {
	const fields = texts.filter(([, text]) => findPersonalNumber(text) !== null).map(([field]) => field);
	return [...new Set(fields)];
}
