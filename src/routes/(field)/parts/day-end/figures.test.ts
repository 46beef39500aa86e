import { describe, expect, it } from 'vitest';
import { handoutSample } from '#lib/records/handout/sample.ts';
import { movementSample } from '#lib/records/movement/sample.ts';
import { receiptSample } from '#lib/records/receipt/sample.ts';
import { requestSample } from '#lib/records/request/sample.ts';
import { sessionSample } from '#lib/records/session/sample.ts';
import { signInSample } from '#lib/records/sign-in/sample.ts';
import { visitSample } from '#lib/records/visit/sample.ts';
import type { LocalRecord } from '#lib/state/contract.ts';
import type { Reference } from '#lib/domain/reference.ts';
import { m } from '#lib/i18n.ts';
import { figuresOf } from './figures.ts';
import { doneSentences } from './words.ts';

const NO_NAMES: Reference = { get: () => undefined, all: () => [], maximum: () => null };

let last = 0;
const line = (supply: string, qty: number) => ({
	id: `0190b3a0-0000-7000-8000-${String(++last).padStart(12, '0')}`,
	...{ supply, qty, batch: '', expiry: null }
});
const one = (kind: string, sample: object, change: object = {}, more: Partial<LocalRecord> = {}) =>
	({
		id: `r${++last}`,
		kind,
		body: { ...sample, ...change },
		state: 'pending',
		...more
	}) as LocalRecord;

describe('figures of a trip', () => {
	it('keeps person-times of handouts, of sessions and persons met apart, and adds goods by supply', () => {
		const figures = figuresOf([
			one('handout', handoutSample, {
				personTimes: 20,
				receipt: 'PAPER',
				lines: [line('W', 24), line('C', 3)]
			}),
			one('handout', handoutSample, { personTimes: 5, receipt: 'SIGN', lines: [line('W', 6)] }),
			one('session', sessionSample, { headcount: 120, onlineViews: 900 }),
			one('visit', visitSample, { peopleMet: 8 }),
			one('request', requestSample)
		]);
		expect(figures).toMatchObject({
			handouts: 2,
			given: 25,
			goods: [
				{ supply: 'W', milli: 30_000 },
				{ supply: 'C', milli: 3_000 }
			],
			visits: 1,
			met: 8,
			requests: 1,
			sessions: 1,
			attended: 120,
			onlineViews: 900,
			paperSheets: 1
		});
	});

	it('counts nothing that was voided, and nothing that this version cannot read', () => {
		const figures = figuresOf([
			one('handout', handoutSample, { personTimes: 20 }, { state: 'voided' }),
			one('visit', visitSample, { peopleMet: 'many' }),
			one('of tomorrow', {})
		]);
		expect(figures).toMatchObject({ handouts: 0, given: 0, visits: 0, goods: [], paperSheets: 0 });
	});

	it('counts persons who were noted one by one apart, but for what was taken back or hangs on a voided record', () => {
		const handout = one('handout', handoutSample, { personTimes: 20 });
		const voided = one('handout', handoutSample, {}, { state: 'voided' });
		const withdrawn = receiptSample.evidence.map((piece) => ({ ...piece, withdrawn: true }));
		const receipt = (parent: string, change: object = {}) =>
			one('receipt', receiptSample, change, { parent });
		const figures = figuresOf(
			[handout, voided],
			[
				receipt(handout.id),
				receipt(handout.id),
				receipt(handout.id, { evidence: withdrawn }),
				receipt(voided.id),
				one('sign-in', signInSample)
			]
		);
		expect(figures).toMatchObject({ handouts: 1, given: 20, received: 2, signedIn: 1, attended: 0 });
		expect(doneSentences(figures, NO_NAMES)).toContain(m.day_end_received({ n: 2 }));
		expect(doneSentences(figures, NO_NAMES)).toContain(m.day_end_signed_in({ n: 1 }));
	});

	it('says what came from the store and went back, but for what was taken back', () => {
		const movement = (act: string, qty: number, change: object = {}) =>
			one('movement', movementSample, { act, lines: [line('W', qty)], ...change });
		const wrong = movement('return', 12);
		const { moved } = figuresOf([
			movement('issue', 48),
			movement('issue', 24),
			wrong,
			movement('reversal', 12, { about: wrong.id }),
			movement('return', 6)
		]);
		expect(moved['issue']).toEqual([{ supply: 'W', milli: 72_000 }]);
		expect(moved['return']).toEqual([{ supply: 'W', milli: 6_000 }]);
	});
});
