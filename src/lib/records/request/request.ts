import { notInFuture } from '#lib/records/common-rules.ts';
import { remark, whenAndWhere } from '#lib/records/common-fields.ts';
import { detail } from '#lib/records/detail.ts';
import { facetsOfOuting } from '#lib/records/facets-of-outing.ts';
import { measure } from '#lib/records/measure.ts';
import { codeName, joinSearch, searchNames } from '#lib/records/names.ts';
import { missingFields } from '#lib/records/required.ts';
import type { FieldSpec, RecordKind } from '#lib/records/kind.ts';
import { requestBody, type RequestBody } from './body.ts';
import { categoryGiven, followUpOverdue, referralComplete, requestNumbers } from './rules.ts';
import { requestSample } from './sample.ts';

const fields: readonly FieldSpec[] = [
	...whenAndWhere,
	{ name: 'category', label: 'field_request_category', type: { is: 'code', list: 'appeal_category' } },
	{ name: 'text', label: 'field_request_text', type: { is: 'longText' }, privacy: 'sensitive' },
	{ name: 'status', label: 'field_request_status', type: { is: 'code', list: 'appeal_status' } },
	{ name: 'handling', label: 'field_handling', type: { is: 'longText' }, privacy: 'sensitive' },
	{ name: 'referral', label: 'field_referral', type: { is: 'code', list: 'referral_target' } },
	{ name: 'due', label: 'field_due', type: { is: 'date' } },
	{ name: 'result', label: 'field_result', type: { is: 'longText' }, privacy: 'sensitive' },
	{ name: 'closedOn', label: 'field_closed_on', type: { is: 'date' } },
	{ name: 'followUp', label: 'field_follow_up', type: { is: 'date' } },
	{ name: 'satisfaction', label: 'field_satisfaction', type: { is: 'code', list: 'satisfaction' } },
	{ ...remark, privacy: 'sensitive' }
];

/** appeal_status of a request that needs nothing more from those who handle it. */
const CLOSED: ReadonlySet<string> = new Set(['DONE', 'VISITED', 'NO']);

/**
 * A request (诉求) raised on a visit. Not reviewed itself. Late entry and duplicates (R08, R09) are asked once, on its
 * visit.
 */
export const request: RecordKind<RequestBody> = {
	kind: 'request',
	version: 1,
	schema: requestBody,
	upcast: {},
	reviewed: false,
	numberPrefix: null,
	parentKind: 'visit',
	keyedLists: {},
	fields,
	rules: (body, context) => [
		...notInFuture(body, context),
		...categoryGiven(body),
		...referralComplete(body),
		...followUpOverdue(body, context),
		...requestNumbers(body)
	],
	required: (body, context) => {
		if (context.origin === 'import') return [];
		const { region, date, text, status } = body;
		return missingFields({ region, date, text, status });
	},
	facets: (body) => ({
		...facetsOfOuting(body),
		parent: body.visitId,
		sensitive: true
	}),
	// Open ones by the day they are due: which of them are late is asked on another day.
	measures: (body) => [
		measure('requests', 1),
		CLOSED.has(body.status) ? measure('closed', 1) : measure('open', 1, body.due ?? '')
	],
	summary: (body, reference, locale) => ({
		title: codeName(reference, 'appeal_category', body.category, locale),
		details: [
			detail('summary_text', { text: codeName(reference, 'appeal_status', body.status, locale) }),
			...(body.due ? [detail('summary_due', { date: body.due })] : [])
		]
	}),
	// The words of a request are not searched: only those who handle it may read them.
	searchText: (body, reference) =>
		joinSearch([
			codeName(reference, 'appeal_category', body.category, 'zh-CN'),
			codeName(reference, 'appeal_category', body.category, 'en'),
			codeName(reference, 'referral_target', body.referral, 'zh-CN'),
			...searchNames(reference, 'team', [body.team]),
			...searchNames(reference, 'region', [body.region])
		]),
	sample: requestSample
};
