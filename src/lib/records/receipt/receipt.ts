import { whenAndWhere, remark } from '#lib/records/common-fields.ts';
import { answerTexts, notInFuture, personalNumbers } from '#lib/records/common-rules.ts';
import { detail } from '#lib/records/detail.ts';
import { facetsOfOuting } from '#lib/records/facets-of-outing.ts';
import { measure } from '#lib/records/measure.ts';
import { joinSearch, nameOf } from '#lib/records/names.ts';
import { receiptSeason, receiptSeasonKey } from '#lib/records/receipt-season.ts';
import { counts, evidenceFields, mergingPersons, personFields } from '#lib/records/person-row.ts';
import { missing, missingFields } from '#lib/records/required.ts';
import type { FieldSpec, RecordKind } from '#lib/records/kind.ts';
import { receiptBody, type ReceiptBody } from './body.ts';
import { receiptSample } from './sample.ts';

const fields: readonly FieldSpec[] = [
	...whenAndWhere,
	...personFields,
	{
		name: 'evidence',
		label: 'field_evidence',
		type: {
			is: 'rows',
			fields: [
				...evidenceFields,
				{ name: 'kit', label: 'field_kit', type: { is: 'reference', kind: 'kit' } },
				{ name: 'portions', label: 'field_portions', type: { is: 'integer' } },
				{ name: 'override', label: 'field_override', type: { is: 'longText' } },
				{ name: 'signature', label: 'field_signature', type: { is: 'signature' }, privacy: 'personal' }
			]
		}
	},
	remark
];

/** Portions that were given out and not taken back. */
export function portionsOf(body: Pick<ReceiptBody, 'evidence'>): number {
	return body.evidence.reduce((sum, one) => sum + (one.withdrawn ? 0 : one.portions), 0);
}

/** A person's receipt at a handout. Late entry and duplicates (R08, R09) are asked once, on its handout. */
export const receipt: RecordKind<ReceiptBody> = {
	kind: 'receipt',
	version: 1,
	schema: receiptBody,
	upcast: {},
	reviewed: false,
	numberPrefix: null,
	parentKind: 'handout',
	keyedLists: { evidence: 'id' },
	fields,
	merging: {
		...mergingPersons<ReceiptBody>('receipt', (body) => body.handoutId),
		seasonKey: (body) => receiptSeasonKey(receiptSeason(body), body)
	},
	rules: (body, context) => [
		...notInFuture(body, context),
		...personalNumbers([
			['name', body.name],
			['organisationText', body.organisationText],
			['remark', body.remark],
			...body.evidence.flatMap((one) => [
				[`evidence.${one.id}.proxy`, one.proxy?.name ?? ''] as const,
				[`evidence.${one.id}.proxy`, one.proxy?.relation ?? ''] as const,
				[`evidence.${one.id}.override`, one.override] as const
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
	// In no list of records, a team's or a trip's: it is shown with its handout.
	facets: (body) => ({
		...facetsOfOuting(body),
		team: null,
		trip: null,
		organisation: body.organisation,
		parent: body.handoutId
	}),
	measures: (body) => [
		measure('receipts', counts(body) ? 1 : 0),
		measure('receipt_portions', portionsOf(body)),
		// Beyond the first time at the same handout: what the desk lists.
		measure('receipt_repeats', Math.max(0, body.evidence.filter((one) => !one.withdrawn).length - 1))
	],
	summary: (body, reference, locale) => ({
		title: body.name || body.card || body.roster || '',
		details: [
			detail('summary_text', {
				text: nameOf(reference, 'organisation', body.organisation, locale) || body.organisationText
			})
		]
	}),
	// Names of who received are not searched.
	searchText: () => joinSearch([]),
	sample: receiptSample
};
