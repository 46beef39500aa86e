import { describe, expect, it } from 'vitest';
import type { Reference } from '#lib/domain/reference.ts';
import { writeSignature } from '#lib/records/signature.ts';
import { contextOf, referenceOf, said, supplyOf } from '../fixture/reference-fixture.ts';
import type { ReceiptBody } from './body.ts';
import { receipt } from './receipt.ts';
import { signedForReceipt } from '#lib/records/receipt-signed-for.ts';

const [given] = receipt.sample.evidence;
if (!given) throw new Error('the sample has evidence');
const line = {
	id: '0197e6a0-0000-7000-8000-000000000061',
	supply: 'CS-M01',
	qty: 1,
	batch: 'B1',
	expiry: null
};
const withEvidence = (change: Partial<typeof given>, more: Partial<ReceiptBody> = {}): ReceiptBody => ({
	...receipt.sample,
	...more,
	evidence: [{ ...given, ...change }]
});
const named = (code: string, alcoholFreeRequired?: true) => ({
	...{ code, zh: code, en: code },
	...(alcoholFreeRequired ? { alcoholFreeRequired } : {})
});
const reference: Reference = referenceOf({
	codeList: [{ code: 'recipient_category', items: [named('RC06', true), named('RC01')] }],
	supply: [
		supplyOf('CS-M01', { isMedicine: true, containsAlcohol: true }),
		supplyOf('CS-H02', { containsAlcohol: true })
	],
	kit: [{ ...named('KIT-B'), unitZh: 'u', lines: [{ supply: 'CS-H02', qty: 1 }] }]
});
const rules = (body: ReceiptBody) => said(receipt.rules(body, contextOf({ reference })));

describe('R18 for one person', () => {
	it('looks at who it is and what was given, and is answered by a reason', () => {
		const field = `evidence.${given.id}.kit`;
		expect(rules(withEvidence({ lines: [line] }))).toEqual([`R18 warn ${field}`]);
		// Floral water has alcohol and is no medicine.
		expect(rules(withEvidence({}))).toEqual([]);
		expect(rules(withEvidence({ lines: [line] }, { category: 'RC01' }))).toEqual([]);
		expect(rules(withEvidence({ lines: [line] }, { category: null }))).toEqual([]);
		expect(rules(withEvidence({ lines: [line], override: '本人要求' }))).toEqual([]);
		expect(rules(withEvidence({ lines: [line], withdrawn: true }))).toEqual([]);
	});
});

describe('R22 for one person', () => {
	const strokes = [
		[
			{ x: 100, y: 100 },
			{ x: 400, y: 200 }
		]
	];
	const statement = signedForReceipt(receipt.sample, receipt.sample, given);
	const signature = writeSignature(strokes, '2025-07-08T07:30:00.000Z', statement);

	it('stands while what was signed for stands', () => {
		expect(rules(withEvidence({ signature }))).toEqual([]);
		expect(rules(withEvidence({ signature }, { name: '何示', remark: '补充' }))).toEqual([]);
	});

	it('shows any change of goods, portions, proxy, person and handout', () => {
		const field = `evidence.${given.id}.signature`;
		for (const changed of [
			withEvidence({ signature, portions: 2 }),
			withEvidence({ signature, kit: null }),
			withEvidence({ signature, lines: [{ ...line, supply: 'CS-H02' }] }),
			withEvidence({ signature, proxy: { name: '何示雨', relation: '同事' } }),
			withEvidence({ signature }, { card: 'W-000124' }),
			withEvidence({ signature }, { handoutId: '0197e6a0-0000-7000-8000-000000000099' })
		])
			expect(rules(changed)).toEqual([`R22 warn ${field}`]);
	});
});
