import type { Issue } from '#lib/domain/issue.ts';
import type { RuleContext } from '#lib/records/kind.ts';
import type { ReceiptBody } from './body.ts';
import { alcoholFor, portionGiven } from '#lib/records/receipt-portion.ts';

/** R18 for one person: a medicine with alcohol for who drives, works at height or at machines, given without a reason. */
export function alcoholFreeForPerson(body: ReceiptBody, { reference }: RuleContext): Issue[] {
	return body.evidence
		.filter((one) => !one.withdrawn && one.override.trim() === '')
		.filter((one) => {
			const supplies = portionGiven(one, reference).map((line) => line.supply);
			return alcoholFor(body.category, supplies, reference).length > 0;
		})
		.map(({ id }) => ({ code: 'R18', severity: 'warn', field: `evidence.${id}.kit`, message: 'rule_r18' }));
}
