import { describe, expect, it } from 'vitest';
import { writeSignature } from '#lib/records/signature.ts';
import { said } from '../fixture/reference-fixture.ts';
import type { HandoutBody } from './body.ts';
import { handout } from './handout.ts';
import { signaturesHold, signedFor, signedForOne } from './signed-for.ts';
import { blankRecipient } from './upcast.ts';

const AT = '2026-07-08T07:30:00.000Z';
const STROKES = [
	[
		{ x: 100, y: 100 },
		{ x: 400, y: 200 }
	]
];
const body: HandoutBody = { ...handout.sample, receipt: 'SIGN' };
const signed: HandoutBody = { ...body, signature: writeSignature(STROKES, AT, signedFor(body)) };
const changed = (change: Partial<HandoutBody>) => said(signaturesHold({ ...signed, ...change }));

describe('R22: what was signed for', () => {
	it('stands while only what was not signed changes', () => {
		expect(changed({})).toEqual([]);
		expect(changed({ remark: '补充', temperature: 39, lines: [...signed.lines].reverse() })).toEqual([]);
	});

	it('shows any change of goods, place, count, receiver and proxy', () => {
		const [first, ...rest] = signed.lines;
		if (!first) throw new Error('the sample has lines');
		const changes: Partial<HandoutBody>[] = [
			{ lines: [{ ...first, qty: 25 }, ...rest] },
			{ lines: [{ ...first, batch: 'B2' }, ...rest] },
			{ lines: rest },
			{ date: '2025-07-09' },
			{ organisation: 'OG-361024' },
			{ personTimes: 25 },
			{ receiver: { name: '何示雨', role: '单位经办人', phone: '' } },
			{ proxy: { name: '何示雨', relation: '同事' } }
		];
		for (const change of changes)
			expect(changed(change), JSON.stringify(change)).toEqual(['R22 warn signature']);
	});

	it('of one person is the portion, so that the queue may go on', () => {
		const row = { ...blankRecipient('r'), name: '李示安', category: 'RC04', portions: 1 };
		const one = { ...row, signature: writeSignature(STROKES, AT, signedForOne(body, row)) };
		const [line] = body.lines;
		if (!line) throw new Error('the sample has lines');
		const grown = { ...body, personTimes: 99, lines: body.lines.map((each) => ({ ...each, qty: 99 })) };
		expect(said(signaturesHold({ ...grown, recipients: [one] }))).toEqual([]);
		expect(said(signaturesHold({ ...grown, recipients: [{ ...one, portions: 2 }] }))).toEqual([
			'R22 warn recipients.r.signature'
		]);
		const proxy = { name: '李示云', relation: '配偶' };
		expect(said(signaturesHold({ ...grown, recipients: [{ ...one, proxy }] }))).toEqual([
			'R22 warn recipients.r.signature'
		]);
	});
});
