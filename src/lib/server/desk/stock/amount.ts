import { formatPacks } from '#lib/domain/packs.ts';
import type { DeskContext } from '#lib/server/desk/desk-context.ts';

/** A quantity both ways: in the supply's unit, and in cases and loose units. */
export interface Amount {
	/** In the supply's unit. */
	readonly qty: number;
	readonly unit: string;
	/** `3箱5瓶`; '' where that says nothing more than quantity and unit. */
	readonly packs: string;
}

type Words = Pick<DeskContext, 'reference' | 'locale'>;

/** @param milli thousandths of the supply's unit */
export function amountOf({ reference, locale }: Words, code: string, milli: number): Amount {
	const supply = reference.get('supply', code);
	const qty = milli / 1000;
	if (!supply) return { qty, unit: '', packs: '' };
	const unit = (locale === 'en' && supply.unitEn) || supply.unitZh;
	const hasPacks = Boolean(supply.packZh && (supply.unitsPerPack ?? 0) > 1) && !supply.decimalQuantity;
	return { qty, unit, packs: hasPacks ? packsOf(qty, supply, locale) : '' };
}

function packsOf(
	qty: number,
	supply: Parameters<typeof formatPacks>[1],
	locale: DeskContext['locale']
): string {
	const words = formatPacks(Math.abs(qty), supply, locale);
	return qty < 0 ? `\u2212${words}` : words;
}

export function supplyName({ reference, locale }: Words, code: string): string {
	const supply = reference.get('supply', code);
	return supply ? (locale === 'en' && supply.en) || supply.zh : code;
}
