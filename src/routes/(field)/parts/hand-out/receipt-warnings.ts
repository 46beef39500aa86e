/** The rules of a handout for one person's portion: R13 by person and season, R15 to R19 for its goods. */
import type { Issue } from '#lib/domain/issue.ts';
import type { Reference } from '#lib/domain/reference.ts';
import type { HandoutBody } from '#lib/records/handout/body.ts';
import { kindOf } from '#lib/records/index.ts';
import type { RuleContext } from '#lib/records/kind.ts';

const GOODS: ReadonlySet<string> = new Set(['R15', 'R16', 'R17', 'R18', 'R19']);

/** What concerns the goods and is the same for everybody: said once, above the list. */
export function goodsWarnings(handout: HandoutBody, context: RuleContext): Issue[] {
	const found = kindOf('handout')?.rules(handout, context) ?? [];
	return found.filter((issue) => GOODS.has(issue.code));
}

/** R13 for a person: more at once, or more in the season, than the supply's reference amounts. */
export function portionWarnings(
	kit: string | null,
	portions: number,
	/** Kits given to this person before in the season. */
	before: readonly (string | null)[],
	reference: Reference
): Issue[] {
	const amounts = new Map(reference.get('kit', kit)?.lines.map((line) => [line.supply, line.qty]));
	return [...amounts].flatMap(([code, each]): Issue[] => {
		const supply = reference.get('supply', code);
		const now = each * portions;
		const earlier = before.reduce(
			(sum, one) => sum + (reference.get('kit', one)?.lines.find((line) => line.supply === code)?.qty ?? 0),
			0
		);
		const { softCapPerHandout: atOnce = null, softCapPerSeason: inSeason = null } = supply ?? {};
		const over =
			atOnce !== null && now > atOnce
				? { message: 'receipt_over_at_once', cap: atOnce }
				: inSeason !== null && earlier + now > inSeason
					? { message: 'receipt_over_in_season', cap: inSeason }
					: null;
		if (!over) return [];
		const params = { cap: over.cap, supply: code };
		return [{ code: 'R13', severity: 'warn', field: 'portions', message: over.message, params }];
	});
}
