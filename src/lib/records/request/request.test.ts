import { describe, expect, it } from 'vitest';
import { contextOf, said } from '../fixture/reference-fixture.ts';
import type { RuleContext } from '../kind.ts';
import type { RequestBody } from './body.ts';
import { request } from './request.ts';

const rules = (change: Partial<RequestBody>, context: Partial<RuleContext> = {}) =>
	said(request.rules({ ...request.sample, ...change }, contextOf(context)));

describe('rules of a request', () => {
	it('has nothing to say about the sample', () => expect(rules({})).toEqual([]));

	it('R30 asks for a category, of an import too', () => {
		expect(rules({ category: null })).toEqual(['R30 block category']);
		expect(rules({ category: null }, { origin: 'import' })).toEqual(['R30 block category']);
	});

	it('R31 asks a referred one for target and due date', () => {
		expect(rules({ referral: null })).toEqual(['R31 block referral']);
		expect(rules({ due: null })).toEqual(['R31 block due']);
		expect(rules({ status: 'NEW', referral: null, due: null })).toEqual([]);
		expect(rules({ status: 'NO', referral: null, due: null })).toEqual([]);
	});

	it('R32 reminds 15 days after closing', () => {
		const closed = { status: 'DONE', closedOn: '2025-07-10' };
		expect(rules(closed, { today: '2025-07-25' })).toEqual([]);
		expect(rules(closed, { today: '2025-07-26' })).toEqual(['R32 warn followUp']);
		expect(rules({ ...closed, followUp: '2025-07-20' }, { today: '2025-08-26' })).toEqual([]);
		expect(rules({ ...closed, closedOn: null }, { today: '2026-07-26' })).toEqual([]);
	});

	it('R29 warns in its texts, R07 holds, R08 and R09 are the visit’s', () => {
		expect(rules({ text: '362531197001011234' })).toEqual(['R29 warn text']);
		expect(rules({ handling: '6222021234567890128' })).toEqual(['R29 warn handling']);
		expect(rules({}, { today: '2025-07-07' })).toEqual(['R07 block date']);
		expect(rules({}, { recordedOn: '2025-08-01', today: '2025-08-01', sameDay: ['x'] })).toEqual([]);
	});

	it('asks a person for its text', () => {
		const empty = { ...request.sample, text: '' };
		expect(said(request.required(empty, contextOf()))).toEqual(['required block text']);
		expect(request.required(empty, contextOf({ origin: 'import' }))).toEqual([]);
	});
});
