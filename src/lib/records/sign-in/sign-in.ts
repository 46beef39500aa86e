import { whenAndWhere, remark } from '#lib/records/common-fields.ts';
import { answerTexts, notInFuture, personalNumbers } from '#lib/records/common-rules.ts';
import { detail } from '#lib/records/detail.ts';
import { facetsOfOuting } from '#lib/records/facets-of-outing.ts';
import { measure } from '#lib/records/measure.ts';
import { joinSearch, nameOf } from '#lib/records/names.ts';
import { counts, evidenceFields, mergingPersons, personFields } from '#lib/records/person-row.ts';
import { missing, missingFields } from '#lib/records/required.ts';
import type { FieldSpec, RecordKind } from '#lib/records/kind.ts';
import { signInBody, type SignInBody } from './body.ts';
import { signInSample } from './sample.ts';

const fields: readonly FieldSpec[] = [
	...whenAndWhere,
	...personFields,
	{ name: 'evidence', label: 'field_evidence', type: { is: 'rows', fields: evidenceFields } },
	remark
];

/** A named sign-in at a session. Late entry and duplicates (R08, R09) are asked once, on its session. */
export const signIn: RecordKind<SignInBody> = {
	kind: 'sign-in',
	version: 1,
	schema: signInBody,
	upcast: {},
	reviewed: false,
	numberPrefix: null,
	parentKind: 'session',
	keyedLists: { evidence: 'id' },
	fields,
	merging: mergingPersons('sign-in', (body) => body.sessionId),
	rules: (body, context) => [
		...notInFuture(body, context),
		...personalNumbers([
			['name', body.name],
			['organisationText', body.organisationText],
			['remark', body.remark],
			...body.evidence.flatMap((one) => [
				[`evidence.${one.id}.proxy`, one.proxy?.name ?? ''] as const,
				[`evidence.${one.id}.proxy`, one.proxy?.relation ?? ''] as const
			]),
			...answerTexts(body.answers)
		])
	],
	required: (body) => {
		const { region, date } = body;
		const issues = missingFields({ region, date });
		if (!body.card && !body.roster && !body.name.trim()) issues.push(missing('name'));
		return issues;
	},
	// In no list of records, a team's or a trip's: it is shown with its session.
	facets: (body) => ({
		...facetsOfOuting(body),
		team: null,
		trip: null,
		organisation: body.organisation,
		parent: body.sessionId
	}),
	measures: (body) => [measure('named_signins', counts(body) ? 1 : 0)],
	summary: (body, reference, locale) => ({
		title: body.name || body.card || body.roster || '',
		details: [
			detail('summary_text', {
				text: nameOf(reference, 'organisation', body.organisation, locale) || body.organisationText
			})
		]
	}),
	// Names of the audience are not searched.
	searchText: () => joinSearch([]),
	sample: signInSample
};
