import type { FieldSpec } from './kind.ts';

/** Fields of a line of goods: what, how much of it, and of which batch. */
export const goodsLine: readonly FieldSpec[] = [
	{ name: 'supply', label: 'field_supply', type: { is: 'reference', kind: 'supply' } },
	{ name: 'qty', label: 'field_qty', type: { is: 'decimal' } },
	{ name: 'batch', label: 'field_batch', type: { is: 'text' } },
	{ name: 'expiry', label: 'field_expiry', type: { is: 'date' } }
];
