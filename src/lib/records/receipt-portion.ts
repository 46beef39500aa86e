import type { Reference } from '#lib/domain/reference.ts';
import type { Gift } from '#lib/domain/rosters/lease.ts';

/** So much of a supply, in its unit, for one person, of all portions. */
export interface PortionLine {
	readonly supply: string;
	readonly qty: number;
}

/** What so many portions of a kit are. */
export function kitPortion(kit: string | null, portions: number, reference: Reference): PortionLine[] {
	return (reference.get('kit', kit)?.lines ?? []).map(({ supply, qty }) => ({
		supply,
		qty: Math.round(qty * portions * 1000) / 1000
	}));
}

/** What was given with one piece of evidence: its own lines, else the kit. */
export function portionGiven(one: Gift, reference: Reference): readonly PortionLine[] {
	return one.lines.length > 0 ? one.lines : kitPortion(one.kit, one.portions, reference);
}

/** Medicines with alcohol among these, where the person's category wants an alcohol-free form (R18). */
export function alcoholFor(
	category: string | null,
	supplies: readonly string[],
	reference: Reference
): string[] {
	const item = reference.get('codeList', 'recipient_category')?.items.find((one) => one.code === category);
	if (!item?.alcoholFreeRequired) return [];
	return supplies.filter((code) => {
		const supply = reference.get('supply', code);
		return supply?.isMedicine === true && supply.containsAlcohol;
	});
}
