import { notInFuture, personalNumbers } from '#lib/records/common-rules.ts';
import { remark, whenAndWhere } from '#lib/records/common-fields.ts';
import { facetsOfOuting } from '#lib/records/facets-of-outing.ts';
import { measure } from '#lib/records/measure.ts';
import { joinSearch, searchNames } from '#lib/records/names.ts';
import { missingFields } from '#lib/records/required.ts';
import type { RecordKind } from '#lib/records/kind.ts';
import { tripBody, type TripBody } from './body.ts';
import { tripSample } from './sample.ts';

/** A trip (走访批次): groups what one outing produced; nobody reviews it and no figure counts it as work. */
export const trip: RecordKind<TripBody> = {
	kind: 'trip',
	version: 1,
	schema: tripBody,
	upcast: {},
	reviewed: false,
	numberPrefix: null,
	parentKind: null,
	keyedLists: {},
	fields: [
		{ name: 'title', label: 'field_trip_title', type: { is: 'text' } },
		...whenAndWhere,
		{ name: 'people', label: 'field_trip_people', type: { is: 'texts' }, privacy: 'personal' },
		remark
	],
	rules: (body, context) => [
		...notInFuture(body, context),
		...personalNumbers([
			['title', body.title],
			...body.people.map((name) => ['people', name] as const),
			['remark', body.remark]
		])
	],
	required: (body, context) =>
		context.origin === 'import'
			? []
			: missingFields({ region: body.region, date: body.date, title: body.title }),
	facets: (body) => ({
		...facetsOfOuting(body),
		trip: null
	}),
	measures: () => [measure('trips', 1)],
	summary: (body) => ({
		title: body.title,
		details: [{ message: 'summary_people', params: { n: body.people.length } }]
	}),
	searchText: (body, reference) =>
		joinSearch([body.title, ...body.people, ...searchNames(reference, 'team', [body.team]), body.remark]),
	sample: tripSample
};
