import type { FieldSpec } from './kind.ts';

/** The fields every kind has, in the order they are read. */
export const whenAndWhere: readonly FieldSpec[] = [
	{ name: 'date', label: 'field_date', type: { is: 'date' } },
	{ name: 'region', label: 'field_region', type: { is: 'reference', kind: 'region' } },
	{ name: 'team', label: 'field_team', type: { is: 'reference', kind: 'team' } },
	{ name: 'programme', label: 'field_programme', type: { is: 'reference', kind: 'programme' } },
	{ name: 'campaign', label: 'field_campaign', type: { is: 'reference', kind: 'campaign' } }
];

export const remark: FieldSpec = { name: 'remark', label: 'field_remark', type: { is: 'longText' } };
