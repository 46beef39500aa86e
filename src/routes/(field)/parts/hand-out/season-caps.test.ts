import { describe, expect, it } from 'vitest';
import { naturalKey } from '#lib/domain/natural-key.ts';
import { giftsOf, type Gift, type Received } from '#lib/domain/rosters/lease.ts';
import { contextOf, referenceOf, said, supplyOf } from '#lib/records/fixture/reference-fixture.ts';
import { handoutSample } from '#lib/records/handout/sample.ts';
import type { ReceiptBody } from '#lib/records/receipt/body.ts';
import { receiptSample } from '#lib/records/receipt/sample.ts';
import type { LocalRecord } from '#lib/state/contract.ts';
import { joinReceived, ownReceipts } from './known-receipts.ts';
import { goodsWarnings, portionWarnings } from './receipt-warnings.ts';

const reference = referenceOf({
	supply: [supplyOf('W', { softCapPerSeason: 10 }), supplyOf('T')],
	kit: [{ code: 'K', zh: 'K', en: 'K', unitZh: 'u', lines: [{ supply: 'W', qty: 2 }] }]
});
const over = (before: readonly Gift[], qty: number) =>
	portionWarnings([{ supply: 'W', qty }], null, before, reference).map(({ code }) => code);
const gift = (more: Partial<Gift>): Gift => ({ kit: 'K', portions: 1, lines: [], ...more });
const [evidence] = receiptSample.evidence as [ReceiptBody['evidence'][number]];
const row = (handoutId: string, more: Partial<typeof evidence>[]) =>
	({
		id: handoutId,
		body: { ...receiptSample, handoutId, evidence: more.map((one) => ({ ...evidence, kit: 'K', ...one })) }
	}) as unknown as LocalRecord;
const line = (supply: string, qty: number) => ({ id: 'l', supply, qty, batch: '', expiry: null });

describe('the reference amount for a season', () => {
	it('counts the portions of kits and, where there are lines of their own, these instead', () => {
		expect(over([gift({ portions: 3 })], 4)).toEqual([]);
		expect(over([gift({ portions: 3 })], 5)).toEqual(['R13']);
		expect(over([gift({ lines: [line('W', 9)] })], 1)).toEqual([]);
		expect(over([gift({ kit: null, lines: [line('W', 9)] }), gift({})], 1)).toEqual(['R13']);
		expect(over([gift({ lines: [line('T', 50)] })], 10)).toEqual([]);
		// What an older server told is one portion of the kit.
		expect(over(giftsOf({ kit: 'K' }), 9)).toEqual(['R13']);
	});

	it('counts all that this phone noted, here as well, and nothing that was taken back', () => {
		const records = [
			row('h1', [{ lines: [line('W', 5)] }, { lines: [line('W', 2)] }, { withdrawn: true }]),
			row('h2', [{ withdrawn: true, lines: [line('W', 90)] }])
		];
		const { here, season } = ownReceipts(records, 'h1', 'SQL-2025');
		const key = naturalKey(receiptSample) ?? '';
		expect(here.get(key)).toBe('h1');
		const gifts = (season.get(key) ?? []).flatMap(giftsOf);
		expect(over(gifts, 3)).toEqual([]);
		expect(over(gifts, 4)).toEqual(['R13']);
	});

	it('counts nothing of a voided handout, whoever told of it', () => {
		const voided = ['h2'];
		const records = [row('h1', [{ lines: [line('W', 5)] }]), row('h2', [{ lines: [line('W', 90)] }])];
		const { here, season } = ownReceipts(records, 'h2', 'SQL-2025', voided);
		const key = naturalKey(receiptSample) ?? '';
		expect(here.size).toBe(0);
		const told: Received = { handout: 'h2', date: '2025-07-01', kit: 'K' };
		const joined = joinReceived([told], season.get(key) ?? [], voided);
		expect(joined.map(({ handout }) => handout)).toEqual(['h1']);
		expect(over(joined.flatMap(giftsOf), 5)).toEqual([]);
	});

	it('counts a handout once that the server told of and this phone has, by what the phone has', () => {
		const told = (handout: string, date: string, qty: number): Received => {
			return { handout, date, kit: null, gifts: [gift({ lines: [line('W', qty)] })] };
		};
		const joined = joinReceived(
			[told('a', '2026-07-01', 1), told('b', '2026-07-03', 2)],
			[told('a', '2026-07-01', 4), told('c', '2026-07-02', 8)]
		);
		expect(joined.map(({ handout }) => handout)).toEqual(['b', 'c', 'a']);
		expect(joined.flatMap(giftsOf).flatMap(({ lines }) => lines.map(({ qty }) => qty))).toEqual([2, 8, 4]);
	});
});

describe('medicines with alcohol', () => {
	const named = (code: string, alcoholFreeRequired: boolean) => {
		return { code, zh: code, en: code, alcoholFreeRequired };
	};
	const goods = referenceOf({
		codeList: [{ code: 'recipient_category', items: [named('RC06', true), named('RC01', false)] }],
		worksiteKind: [
			{
				...{ code: 'WS01', zh: 'a', en: 'a', pinyin: 'a', initials: '', heatExposure: 'outdoor' },
				...{ newForm: false, defaultKit: null, alcoholFreeRequired: true }
			}
		],
		supply: [
			supplyOf('M', { isMedicine: true, containsAlcohol: true, trackBatchExpiry: true }),
			supplyOf('H', { containsAlcohol: true })
		]
	});
	const asked = (category: string | null, supply: string) =>
		portionWarnings([{ supply, qty: 1 }], category, [], goods).map(({ code, message }) => [code, message]);

	it('are asked about for who drives, and for nobody else', () => {
		expect(asked('RC06', 'M')).toEqual([['R18', 'receipt_alcohol']]);
		expect(asked('RC06', 'H')).toEqual([]);
		expect(asked('RC01', 'M')).toEqual([]);
		expect(asked(null, 'M')).toEqual([]);
	});

	it('and all that concerns the goods alike is said once, of persons nothing', () => {
		const lines = [
			{ ...line('M', 10), batch: 'B', expiry: '2025-07-01' },
			{ ...line('H', 10), id: 'h' }
		];
		const handout = { ...handoutSample, worksiteKind: 'WS01', personTimes: 0, lines };
		expect(said(goodsWarnings(handout, contextOf({ reference: goods })))).toEqual([
			'R15 warn lines.l.expiry',
			'R18 warn lines.l.supply',
			'R19 info lines'
		]);
	});
});
