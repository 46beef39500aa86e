import { notInFuture, personalNumbers } from '#lib/records/common-rules.ts';
import { joinSearch } from '#lib/records/names.ts';
import { measure } from '#lib/records/measure.ts';
import { missingFields } from '#lib/records/required.ts';
import type { RecordKind } from '#lib/records/kind.ts';
import { feedbackBody, type FeedbackBody } from './body.ts';
import { feedbackSample } from './sample.ts';

/** A complaint or suggestion (投诉建议); only the city administrators read it. */
export const feedback: RecordKind<FeedbackBody> = {
	kind: 'feedback',
	version: 1,
	schema: feedbackBody,
	upcast: {},
	reviewed: false,
	numberPrefix: null,
	parentKind: null,
	keyedLists: {},
	fields: [
		{ name: 'date', label: 'field_date', type: { is: 'date' } },
		{ name: 'region', label: 'field_region', type: { is: 'reference', kind: 'region' } },
		{ name: 'topic', label: 'field_feedback_topic', type: { is: 'text' } },
		{ name: 'text', label: 'field_feedback_text', type: { is: 'longText' }, privacy: 'sensitive' },
		{ name: 'contact', label: 'field_feedback_contact', type: { is: 'text' }, privacy: 'personal' }
	],
	rules: (body, context) => [
		...notInFuture(body, context),
		...personalNumbers([
			['text', body.text],
			['contact', body.contact],
			['remark', body.remark]
		])
	],
	required: (body, context) => (context.origin === 'import' ? [] : missingFields({ text: body.text })),
	facets: (body) => ({
		region: body.region,
		date: body.date,
		team: body.team,
		organisation: null,
		station: null,
		programme: null,
		campaign: null,
		trip: null,
		parent: null,
		sensitive: true
	}),
	measures: () => [measure('feedback', 1)],
	summary: (body) => ({
		title: body.text.split('\n')[0]?.slice(0, 40) ?? '',
		details: [{ message: `feedback_topic_${body.topic}` }]
	}),
	searchText: () => joinSearch([]),
	sample: feedbackSample
};
