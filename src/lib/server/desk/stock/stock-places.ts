import type { Place } from '#lib/domain/stock/movement.ts';
import { readPlace, type PlaceKind } from '#lib/domain/stock/place.ts';
import { CITY, covers } from '#lib/server/desk/desk-rights.ts';
import type { DeskContext } from '#lib/server/desk/desk-context.ts';
import { filterChoices } from '#lib/server/desk/filter-choices.ts';

/** A place where goods may be, as the desk names it. */
export interface StockPlace {
	readonly place: Place;
	readonly is: PlaceKind;
	readonly name: string;
	/** Where it is at home: who reads that area reads all of it. */
	readonly region: string;
	readonly closed: boolean;
}

/** A place by its name, or null for what nobody knows. Persons are colleagues: their names are in no need of a mask. */
export function stockPlace({ reference, locale }: DeskContext, place: Place | null): StockPlace | null {
	const read = readPlace(place);
	if (!read || place === null) return null;
	const entry = reference.get(read.is, read.code);
	if (!entry) return { place, is: read.is, name: read.code, region: CITY, closed: false };
	const name = (locale === 'en' && entry.en) || entry.zh || read.code;
	const closed = 'closed' in entry && entry.closed === true;
	return { place, is: read.is, name, region: entry.region, closed };
}

/** All places that are at home in an area, whether they have anything or not. */
export function placesOf(context: DeskContext, region: string, kind: PlaceKind | null = null): StockPlace[] {
	const kinds = (['store', 'team', 'person'] as const).filter((one) => kind === null || kind === one);
	return kinds.flatMap((is) =>
		context.reference
			.all(is)
			.filter((entry) => entry.region === region)
			.flatMap(({ code }) => stockPlace(context, `${is}:${code}`) ?? [])
	);
}

/** Whether a person reads everything that is at the place, and not only what happened in the own areas. */
export const readsWhole = ({ rights }: DeskContext, { region }: StockPlace): boolean =>
	covers(rights.reads, region);

/** Stores into which the person may record. */
export function keptStores(context: DeskContext): StockPlace[] {
	return context.reference
		.all('store')
		.filter((store) => store.closed !== true && covers(context.rights.reviews, store.region))
		.flatMap(({ code }) => stockPlace(context, `store:${code}`) ?? []);
}

/** Areas whose stock a person reads; the city first, whose teams work everywhere. */
export function stockRegions(
	context: DeskContext
): readonly { readonly code: string; readonly title: string }[] {
	const { regions } = filterChoices(context);
	if (context.rights.reads !== 'all') return regions;
	const city = context.reference.get('region', CITY);
	const title = city ? (context.locale === 'en' && city.en) || city.zh : CITY;
	return [...regions, { code: CITY, title }];
}
