import type { ExpressionBuilder } from 'kysely';
import type { Place } from '#lib/domain/stock/movement.ts';
import { readPlace, type PlaceKind } from '#lib/domain/stock/place.ts';
import { CITY, covers } from '#lib/server/desk/desk-rights.ts';
import type { Tables } from '#lib/server/database/schema.ts';
import type { DeskContext } from '#lib/server/desk/desk-context.ts';

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

/** All places that are at home in an area and whose stock the person reads, whether they have anything or not. */
export function placesOf(context: DeskContext, region: string, kind: PlaceKind | null = null): StockPlace[] {
	return homesIn(context, region, kind).filter((one) => readsWhole(context, one));
}

/** All places that are at home in an area, by name: goods may go to any of them. */
export function homesIn(context: DeskContext, region: string, kind: PlaceKind | null): StockPlace[] {
	const kinds = (['store', 'team', 'person'] as const).filter((one) => kind === null || kind === one);
	return kinds.flatMap((is) =>
		context.reference
			.all(is)
			.filter((entry) => entry.region === region)
			.flatMap(({ code }) => stockPlace(context, `${is}:${code}`) ?? [])
	);
}

/** True for a store that the person keeps. */
export const isKept = ({ rights }: DeskContext, { is, region }: StockPlace): boolean =>
	is === 'store' && covers(rights.keeps, region);

/** Whether a person reads everything that is at the place, and not only what happened in the own areas. */
export const readsWhole = (context: DeskContext, at: StockPlace): boolean =>
	covers(context.rights.reads, at.region) || isKept(context, at);

const allStores = (context: DeskContext): StockPlace[] =>
	context.reference.all('store').flatMap(({ code }) => stockPlace(context, `store:${code}`) ?? []);

/** Stores that take something in, wherever they are. */
export const openStores = (context: DeskContext): StockPlace[] =>
	allStores(context).filter((store) => !store.closed);

/** Stores whose stock the person reads, closed ones as well. */
export const readStores = (context: DeskContext): StockPlace[] =>
	allStores(context).filter((store) => readsWhole(context, store));

/** Teams and persons at home in an area, or anywhere, whose stock the person reads. */
export function heldPlaces(context: DeskContext, region: string | null): StockPlace[] {
	return (['team', 'person'] as const)
		.flatMap((is) => context.reference.all(is).map(({ code }) => `${is}:${code}`))
		.flatMap((place) => stockPlace(context, place) ?? [])
		.filter((one) => (region === null || one.region === region) && readsWhole(context, one));
}

/** Stores that the person keeps, closed ones as well. */
const ownStores = (context: DeskContext): StockPlace[] =>
	allStores(context).filter((store) => isKept(context, store));

/** Stores into which the person may record. */
export const keptStores = (context: DeskContext): StockPlace[] =>
	ownStores(context).filter((store) => !store.closed);

/** Of a line of the ledger: it happened in the areas that the person reads, or in a store that the person keeps. */
export function isReadable(context: DeskContext) {
	const { reads } = context.rights;
	const stores = ownStores(context).map((store) => store.place);
	return (eb: ExpressionBuilder<Tables, 'stock_entry'>) =>
		eb.or([
			eb('stock_entry.region', 'in', reads === 'all' ? [''] : ['', ...reads]),
			...(stores.length > 0 ? [eb('stock_entry.place', 'in', stores)] : [])
		]);
}

/** Areas of whose stock a person reads something; the city last, whose teams work everywhere. */
export function stockRegions({
	reference,
	rights,
	locale
}: DeskContext): readonly { readonly code: string; readonly title: string }[] {
	const isRead = (region: string) => covers(rights.reads, region) || covers(rights.keeps, region);
	const regions = reference.all('region').filter(({ code }) => code === CITY || isRead(code));
	return regions
		.filter(({ code }) => code !== CITY || rights.reads === 'all' || rights.keeps === 'all')
		.sort((one, other) => Number(one.code === CITY) - Number(other.code === CITY))
		.map(({ code, zh, en }) => ({ code, title: (locale === 'en' && en) || zh }));
}
