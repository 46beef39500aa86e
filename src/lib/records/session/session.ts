import { answerTexts, anyRecord, personalNumbers } from '#lib/records/common-rules.ts';
import { remark, whenAndWhere } from '#lib/records/common-fields.ts';
import { detail } from '#lib/records/detail.ts';
import { facetsOfOuting } from '#lib/records/facets-of-outing.ts';
import { measure } from '#lib/records/measure.ts';
import { joinSearch, nameOf, searchNames } from '#lib/records/names.ts';
import { photosField, withPhotos } from '#lib/records/photos.ts';
import { missing, missingFields } from '#lib/records/required.ts';
import type { FieldSpec, RecordKind } from '#lib/records/kind.ts';
import { sessionBody, type SessionBody } from './body.ts';
import { countedSignIns } from './counted-rows.ts';
import {
	headcountGiven,
	largeAudience,
	namedSignIns,
	organisationsAddUp,
	signInsWithinHeadcount,
	viewsAreNotPersonTimes
} from './rules/counts.ts';
import { minorsUnnamed } from './rules/minors.ts';
import { sessionSample } from './sample.ts';

const fields: readonly FieldSpec[] = [
	...whenAndWhere,
	{ name: 'start', label: 'field_start', type: { is: 'time' } },
	{ name: 'minutes', label: 'field_minutes', type: { is: 'minutes' } },
	{ name: 'type', label: 'field_session_type', type: { is: 'code', list: 'session_type' } },
	{ name: 'topic', label: 'field_topic', type: { is: 'reference', kind: 'topic' } },
	{ name: 'topicText', label: 'field_topic_text', type: { is: 'text' } },
	{
		name: 'speakers',
		label: 'field_speakers',
		type: { is: 'reference', kind: 'speaker', many: true }
	},
	{
		name: 'otherSpeakers',
		label: 'field_other_speakers',
		type: { is: 'texts' },
		privacy: 'personal'
	},
	{ name: 'venue', label: 'field_venue', type: { is: 'text' } },
	{ name: 'mode', label: 'field_mode', type: { is: 'code', list: 'session_mode' } },
	{
		name: 'hostOrganisation',
		label: 'field_host_organisation',
		type: { is: 'reference', kind: 'organisation' }
	},
	{ name: 'audience', label: 'field_audience', type: { is: 'code', list: 'audience_category' } },
	{ name: 'headcount', label: 'field_headcount', type: { is: 'integer' } },
	{ name: 'headcountEstimated', label: 'field_headcount_estimated', type: { is: 'boolean' } },
	{
		name: 'byOrganisation',
		label: 'field_by_organisation',
		type: {
			is: 'rows',
			fields: [
				{
					name: 'organisation',
					label: 'field_organisation_or_rest',
					type: { is: 'reference', kind: 'organisation' }
				},
				{ name: 'count', label: 'field_row_person_times', type: { is: 'integer' } }
			]
		}
	},
	{ name: 'namedOnPaper', label: 'field_named_on_paper', type: { is: 'integer' } },
	{
		name: 'signIns',
		label: 'field_sign_ins',
		privacy: 'personal',
		type: {
			is: 'rows',
			fields: [
				{ name: 'name', label: 'field_name', type: { is: 'text' }, privacy: 'personal' },
				{
					name: 'organisation',
					label: 'field_workplace',
					type: { is: 'reference', kind: 'organisation' }
				},
				{ name: 'organisationText', label: 'field_workplace_text', type: { is: 'text' } },
				{
					name: 'category',
					label: 'field_recipient_category',
					type: { is: 'code', list: 'recipient_category' }
				},
				{
					name: 'method',
					label: 'field_sign_in_method',
					type: { is: 'code', list: 'attendance_method' }
				},
				{ name: 'proxy', label: 'field_signed_by_proxy', type: { is: 'boolean' } }
			]
		}
	},
	{ name: 'minorsPresent', label: 'field_minors_present', type: { is: 'boolean' } },
	{ name: 'newFormPeople', label: 'field_new_form', type: { is: 'integer' } },
	{ name: 'onlineViews', label: 'field_online_views', type: { is: 'integer' } },
	{
		name: 'attendanceMethods',
		label: 'field_attendance_methods',
		type: { is: 'code', list: 'attendance_method', many: true }
	},
	{ name: 'feedback', label: 'field_audience_feedback', type: { is: 'longText' } },
	{ name: 'photosReported', label: 'field_photos_reported', type: { is: 'integer' }, onlyFilled: true },
	photosField,
	remark
];

/** A session (宣讲, training, performance): the head count is authoritative, online views stand apart. */
export const session: RecordKind<SessionBody> = {
	kind: 'session',
	version: 2,
	schema: sessionBody,
	upcast: { 1: withPhotos },
	reviewed: true,
	numberPrefix: 'XJ',
	parentKind: null,
	keyedLists: { byOrganisation: 'id', signIns: 'id', photos: 'id' },
	countedRows: countedSignIns,
	fields,
	rules: (body, context) => [
		...anyRecord(body, 'hostOrganisation', context),
		...headcountGiven(body),
		...signInsWithinHeadcount(body),
		...organisationsAddUp(body),
		...largeAudience(body),
		...minorsUnnamed(body, context.reference),
		...viewsAreNotPersonTimes(body),
		...personalNumbers([
			['topicText', body.topicText],
			['venue', body.venue],
			['feedback', body.feedback],
			['remark', body.remark],
			...body.otherSpeakers.map((name) => ['otherSpeakers', name] as const),
			...body.signIns.flatMap((row) => [
				[`signIns.${row.id}.name`, row.name] as const,
				[`signIns.${row.id}.organisationText`, row.organisationText] as const
			]),
			...answerTexts(body.answers)
		])
	],
	required: (body, context) => {
		if (context.origin === 'import') return [];
		const { region, date, type, mode, start, minutes, venue, team, hostOrganisation, audience } = body;
		const issues = missingFields({
			region,
			date,
			start,
			minutes,
			type,
			mode,
			venue,
			team,
			hostOrganisation,
			audience
		});
		if (!body.topic && !body.topicText.trim()) issues.push(missing('topic'));
		if (body.speakers.length + body.otherSpeakers.filter((name) => name.trim()).length === 0) {
			issues.push(missing('speakers'));
		}
		for (const row of body.signIns) if (!row.name.trim()) issues.push(missing(`signIns.${row.id}.name`));
		return issues;
	},
	facets: (body) => ({
		...facetsOfOuting(body),
		organisation: body.hostOrganisation
	}),
	measures: (body) => [
		measure('records', 1),
		measure('person_times', body.headcount),
		measure('online_only', body.mode === 'XS' ? 1 : 0),
		measure('online_views', body.onlineViews),
		measure('named_signins', namedSignIns(body)),
		measure('new_form', body.newFormPeople)
	],
	summary: (body, reference, locale) => ({
		title: nameOf(reference, 'topic', body.topic, locale) || body.topicText.trim(),
		details: [
			...(body.venue.trim() ? [detail('summary_text', { text: body.venue.trim() })] : []),
			detail('summary_person_times', { n: body.headcount ?? 0 }),
			...(body.onlineViews > 0 ? [detail('summary_online_views', { n: body.onlineViews })] : [])
		]
	}),
	searchText: (body, reference) =>
		joinSearch([
			...searchNames(reference, 'topic', [body.topic]),
			body.topicText,
			body.venue,
			...searchNames(reference, 'organisation', [
				body.hostOrganisation,
				...body.byOrganisation.map((row) => row.organisation)
			]),
			...searchNames(reference, 'team', [body.team]),
			...searchNames(reference, 'speaker', body.speakers),
			...body.otherSpeakers,
			...searchNames(reference, 'region', [body.region]),
			body.remark
		]),
	sample: sessionSample
};
