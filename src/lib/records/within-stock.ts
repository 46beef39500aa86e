import type { Issue } from '#lib/domain/issue.ts';
import { milliOf, type Place } from '#lib/domain/stock/movement.ts';
import type { RuleContext } from './kind.ts';

/**
 * R21: the place would have less than nothing. Allowed, shown and flagged; on the first line of the supply. Places that
 * stock was never brought to are not asked.
 */
export function withinStock(
	place: Place | null,
	lines: readonly { readonly id: string; readonly supply: string; readonly qty: number | null }[],
	context: RuleContext
): Issue[] {
	if (place === null || !context.inHand) return [];
	const issues: Issue[] = [];
	for (const supply of new Set(lines.map((line) => line.supply))) {
		const there = context.inHand(place, supply);
		if (there === null) continue;
		const own = lines.filter((line) => line.supply === supply);
		const taken = own.reduce((sum, line) => sum + milliOf(line.qty), 0);
		if (taken === 0 || taken <= there) continue;
		issues.push({
			code: 'R21',
			severity: 'warn',
			field: `lines.${own[0]?.id ?? ''}.qty`,
			message: 'rule_r21'
		});
	}
	return issues;
}
