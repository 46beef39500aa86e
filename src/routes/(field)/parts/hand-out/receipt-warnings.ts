/** The rules of a handout for one person's portion: R13 by person and season, R18 by the person, R15 to R19 for its goods. */
import { locale, m } from '#lib/i18n.ts';
import type { Gift } from '#lib/domain/rosters/lease.ts';
import { nameOf } from '#lib/records/names.ts';
import type { Issue } from '#lib/domain/issue.ts';
import type { Reference } from '#lib/domain/reference.ts';
import type { HandoutBody } from '#lib/records/handout/body.ts';
import { kindOf } from '#lib/records/index.ts';
import type { RuleContext } from '#lib/records/kind.ts';
import { alcoholFor, portionGiven, type PortionLine } from '#lib/records/receipt-portion.ts';

const GOODS: ReadonlySet<string> = new Set(['R15', 'R16', 'R17', 'R18', 'R19']);

/** What concerns the goods and is the same for everybody: said once, above the list. */
export function goodsWarnings(handout: HandoutBody, context: RuleContext): Issue[] {
	const found = kindOf('handout')?.rules(handout, context) ?? [];
	return found.filter((issue) => GOODS.has(issue.code));
}

/** R13 for a person: more at once, or more in the season, than the supply's reference amounts; R18 for the person's category. */
export function portionWarnings(
	/** What this person is to be given now. */
	portion: readonly PortionLine[],
	/** recipient_category. */
	category: string | null,
	/** What was given to this person before in the season. */
	before: readonly Gift[],
	reference: Reference
): Issue[] {
	const supplies = portion.map(({ supply }) => supply);
	const dry = alcoholFor(category, supplies, reference);
	return [...portion.flatMap((line) => overCap(line, before, reference)), ...dry.map(withAlcohol)];
}

function overCap({ supply, qty }: PortionLine, before: readonly Gift[], reference: Reference) {
	const earlier = before
		.flatMap((gift) => portionGiven(gift, reference))
		.reduce((sum, line) => sum + (line.supply === supply ? line.qty : 0), 0);
	const { softCapPerHandout = null, softCapPerSeason = null } = reference.get('supply', supply) ?? {};
	const isOver = (cap: number | null, amount: number): cap is number => cap !== null && amount > cap;
	if (isOver(softCapPerHandout, qty)) return [overAt(supply, 'receipt_over_at_once', softCapPerHandout)];
	if (isOver(softCapPerSeason, earlier + qty))
		return [overAt(supply, 'receipt_over_in_season', softCapPerSeason)];
	return [];
}

const overAt = (supply: string, message: string, cap: number): Issue => ({
	code: 'R13',
	severity: 'warn',
	field: 'portions',
	message,
	params: { supply, cap }
});
const withAlcohol = (supply: string): Issue => ({
	code: 'R18',
	severity: 'warn',
	field: 'kit',
	message: 'receipt_alcohol',
	params: { supply }
});

/** A warning of `portionWarnings` in a sentence. */
export function warningText({ message, params }: Issue, reference: Reference): string {
	const name = nameOf(reference, 'supply', String(params?.['supply']), locale());
	const cap = Number(params?.['cap']);
	if (message === 'receipt_alcohol') return m.receipt_alcohol({ name });
	return message === 'receipt_over_at_once'
		? m.receipt_over_at_once({ name, cap })
		: m.receipt_over_in_season({ name, cap });
}
