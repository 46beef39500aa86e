import { goodsLine } from '#lib/records/goods-line.ts';
import { whenAndWhere, remark } from '#lib/records/common-fields.ts';
import { personalNumbers } from '#lib/records/common-rules.ts';
import { measure } from '#lib/records/measure.ts';
import { personKind } from '#lib/records/person-kind.ts';
import { receiptSeason, receiptSeasonKey } from '#lib/records/receipt-season.ts';
import { counts, evidenceFields, personFields } from '#lib/records/person-row.ts';
import type { FieldSpec, RecordKind } from '#lib/records/kind.ts';
import { receiptBody, type ReceiptBody } from './body.ts';
import { alcoholFreeForPerson } from './rules.ts';
import { receiptSample } from './sample.ts';
import { receiptSignaturesHold } from '#lib/records/receipt-signed-for.ts';

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
				{
					name: 'lines',
					label: 'field_lines',
					type: {
						is: 'rows',
						fields: goodsLine
					}
				},
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

const common = personKind<ReceiptBody>('receipt', 'handout', (body) => body.handoutId);

/** A person's receipt at a handout. */
export const receipt: RecordKind<ReceiptBody> = {
	...common,
	version: 1,
	schema: receiptBody,
	fields,
	merging: {
		...common.merging,
		seasonKey: (body) => receiptSeasonKey(receiptSeason(body), body)
	},
	rules: (body, context) => [
		...common.rules(body, context),
		...personalNumbers(body.evidence.map((one) => [`evidence.${one.id}.override`, one.override] as const)),
		...alcoholFreeForPerson(body, context),
		...receiptSignaturesHold(body)
	],
	measures: (body) => [
		measure('receipts', counts(body) ? 1 : 0),
		measure('receipt_portions', portionsOf(body)),
		// Beyond the first time at the same handout: what the desk lists.
		measure('receipt_repeats', Math.max(0, body.evidence.filter((one) => !one.withdrawn).length - 1))
	],
	sample: receiptSample
};
