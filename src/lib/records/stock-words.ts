/** Amounts of goods in words. */
import { compareLines } from '#lib/domain/stock/compare-lines.ts';
import { formatPacks } from '#lib/domain/packs.ts';
import type { StockLine } from '#lib/domain/stock/movement.ts';
import { m } from '#lib/i18n.ts';
import type { Reference } from '#lib/domain/reference.ts';
import type { Locale } from './kind.ts';
import { nameOf } from './names.ts';

type Lines = readonly Pick<StockLine, 'supply' | 'milli'>[];

/** `3箱5瓶` of so many thousandths. */
export function amountText(reference: Reference, { supply, milli }: Lines[number], locale: Locale): string {
	const known = reference.get('supply', supply);
	return known ? formatPacks(milli / 1000, known, locale) : String(milli / 1000);
}

/** Supplies with their amounts, `饮用水 3箱5瓶、毛巾 2条`. */
export function linesText(reference: Reference, lines: Lines, locale: Locale): string {
	return lines
		.map(
			(line) => `${nameOf(reference, 'supply', line.supply, locale)} ${amountText(reference, line, locale)}`
		)
		.join(locale === 'en' ? ', ' : '\u3001');
}

/** How what came differs from what was sent, a sentence for less and one for more; none where it agrees. */
export function differenceTexts(reference: Reference, sent: Lines, got: Lines, locale: Locale): string[] {
	const differences = compareLines(sent, got);
	const less = differences.filter(({ milli }) => milli < 0).map((one) => ({ ...one, milli: -one.milli }));
	const more = differences.filter(({ milli }) => milli > 0);
	return [
		...(less.length > 0 ? [m.in_hand_short({ what: linesText(reference, less, locale) })] : []),
		...(more.length > 0 ? [m.in_hand_more({ what: linesText(reference, more, locale) })] : [])
	];
}
