import { anyRecord } from '#lib/records/common-rules.ts';
import { remark, whenAndWhere } from '#lib/records/common-fields.ts';
import { detail } from '#lib/records/detail.ts';
import { facetsOfOuting } from '#lib/records/facets-of-outing.ts';
import { measure } from '#lib/records/measure.ts';
import { joinSearch, nameOf, searchNames } from '#lib/records/names.ts';
import { photosField, withPhotos } from '#lib/records/photos.ts';
import { hasPlace, placeField, placeName } from '#lib/records/place.ts';
import { missing, missingFields } from '#lib/records/required.ts';
import type { FieldSpec, RecordKind } from '#lib/records/kind.ts';
import { beginVisit } from './choose-purpose.ts';
import { visitBody, type VisitBody } from './body.ts';
import { employerHeatDuties } from './rules/heat.ts';
import { noPersonalNumbers } from './rules/personal-numbers.ts';
import { visitSample } from './sample.ts';

const fields: readonly FieldSpec[] = [
	...whenAndWhere,
	{ name: 'purpose', label: 'field_purpose', type: { is: 'reference', kind: 'visitPurpose' } },
	{
		name: 'organisation',
		label: 'field_visited_organisation',
		type: { is: 'reference', kind: 'organisation' }
	},
	{ name: 'station', label: 'field_station', type: { is: 'reference', kind: 'station' } },
	{ name: 'placeText', label: 'field_place_text', type: { is: 'text' } },
	{
		name: 'household',
		label: 'field_household',
		privacy: 'sensitive',
		type: {
			is: 'group',
			fields: [
				{ name: 'person', label: 'field_person_visited', type: { is: 'text' }, privacy: 'personal' },
				{ name: 'address', label: 'field_address', type: { is: 'text' }, privacy: 'personal' }
			]
		}
	},
	{ name: 'households', label: 'field_households', type: { is: 'integer' } },
	{ name: 'visitors', label: 'field_visitors', type: { is: 'texts' }, privacy: 'personal' },
	{
		name: 'category',
		label: 'field_recipient_category',
		type: { is: 'code', list: 'recipient_category' }
	},
	{ name: 'peopleMet', label: 'field_people_met', type: { is: 'integer' } },
	{ name: 'newFormPeople', label: 'field_new_form', type: { is: 'integer' } },
	{
		name: 'hardshipLevel',
		label: 'field_hardship_level',
		type: { is: 'code', list: 'hardship_level' },
		privacy: 'sensitive'
	},
	{
		name: 'hardshipCause',
		label: 'field_hardship_cause',
		type: { is: 'code', list: 'hardship_cause' },
		privacy: 'sensitive'
	},
	{ name: 'sensitive', label: 'field_sensitive', type: { is: 'boolean' } },
	{
		name: 'heatCheck',
		label: 'field_heat_check',
		type: { is: 'code', list: 'employer_heat_check', many: true }
	},
	{ name: 'problemsFound', label: 'field_problems_found', type: { is: 'integer' } },
	{ name: 'problemsFixed', label: 'field_problems_fixed', type: { is: 'integer' } },
	{ name: 'temperature', label: 'field_temperature', type: { is: 'decimal' } },
	{ name: 'situation', label: 'field_situation', type: { is: 'longText' }, privacy: 'sensitive' },
	{ name: 'photosReported', label: 'field_photos_reported', type: { is: 'integer' }, onlyFilled: true },
	photosField,
	remark
];

/** A visit (走访) to an organisation, a station or a household; its requests are records of their own. */
export const visit: RecordKind<VisitBody> = {
	kind: 'visit',
	begin: beginVisit,
	version: 2,
	schema: visitBody,
	upcast: { 1: withPhotos },
	reviewed: true,
	numberPrefix: 'ZF',
	parentKind: null,
	keyedLists: { photos: 'id' },
	fields,
	rules: (body, context) => [
		...anyRecord(body, placeField(body), context),
		...employerHeatDuties(body, context),
		...noPersonalNumbers(body, context)
	],
	required: (body, context) => {
		if (context.origin === 'import') return [];
		const { region, date, purpose, visitors, category, peopleMet, situation } = body;
		const issues = missingFields({ region, date, purpose, visitors, category, peopleMet, situation });
		if (context.reference.get('visitPurpose', purpose)?.household) {
			if (!body.household?.person.trim()) issues.push(missing('household.person'));
		} else if (!hasPlace(body) && !body.household?.person.trim()) {
			issues.push(missing('organisation'));
		}
		return issues;
	},
	facets: (body) => ({
		...facetsOfOuting(body),
		organisation: body.organisation,
		station: body.station,
		sensitive: body.sensitive || body.household !== null
	}),
	measures: (body) => [
		measure('records', 1),
		measure('people_met', body.peopleMet),
		measure('households', body.households),
		measure('purpose', 1, body.purpose),
		measure('new_form', body.newFormPeople),
		measure('checks', body.heatCheck === null ? 0 : 1),
		measure('problems_found', body.problemsFound),
		measure('problems_fixed', body.problemsFixed)
	],
	summary: (body, reference, locale) => {
		const purpose = nameOf(reference, 'visitPurpose', body.purpose, locale);
		const place = placeName(body, reference, locale);
		return {
			title: place || purpose,
			details: [
				...(place && purpose ? [detail('summary_text', { text: purpose })] : []),
				detail('summary_people_met', { n: body.peopleMet ?? 0 })
			]
		};
	},
	// A household's name and address are not searched: only those who handle it may know them.
	searchText: (body, reference) =>
		joinSearch([
			...searchNames(reference, 'organisation', [body.organisation]),
			...searchNames(reference, 'station', [body.station]),
			body.household === null ? body.placeText : '',
			...searchNames(reference, 'visitPurpose', [body.purpose]),
			...searchNames(reference, 'team', [body.team]),
			...searchNames(reference, 'region', [body.region]),
			...body.visitors,
			body.sensitive || body.household !== null ? '' : body.remark
		]),
	sample: visitSample
};
