import type { DeskContext } from '#lib/server/desk/desk-context.ts';

/** Supplies for a choice, those in use first. */
export function supplyChoices({ reference, locale }: Pick<DeskContext, 'reference' | 'locale'>) {
	return reference
		.all('supply')
		.map((one) => ({ code: one.code, title: (locale === 'en' && one.en) || one.zh, active: one.active }))
		.sort((one, other) => Number(other.active) - Number(one.active));
}
