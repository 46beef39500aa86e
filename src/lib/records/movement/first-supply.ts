import { formatPacks } from '#lib/domain/packs.ts';
import type { Reference } from '#lib/domain/reference.ts';
import { milliOf } from '#lib/domain/stock/movement.ts';
import type { Locale } from '#lib/records/kind.ts';
import { nameOf } from '#lib/records/names.ts';
import type { MovementBody } from './body.ts';

/** What is moved, short enough for a line of a phone's list: the first supply with its amount, and how many more there are. */
export function firstSupply(
	{ lines }: Pick<MovementBody, 'lines'>,
	reference: Reference,
	locale: Locale
): { readonly words: string; readonly more: number } {
	const supplies = new Map<string, number>();
	for (const { supply, qty } of lines) supplies.set(supply, (supplies.get(supply) ?? 0) + milliOf(qty));
	const [first] = supplies;
	if (!first) return { words: '', more: 0 };
	const [code, milli] = first;
	const known = reference.get('supply', code);
	const amount = known ? formatPacks(milli / 1000, known, locale) : String(milli / 1000);
	return { words: `${nameOf(reference, 'supply', code, locale)} ${amount}`, more: supplies.size - 1 };
}
