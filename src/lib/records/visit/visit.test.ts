import { describe, expect, it } from 'vitest';
import { contextOf, referenceOf, said } from '../fixture/reference-fixture.ts';
import type { RuleContext } from '../kind.ts';
import type { VisitBody } from './body.ts';
import { visit } from './visit.ts';

const plain: VisitBody = { ...visit.sample, temperature: null };
const home: VisitBody = {
	...plain,
	purpose: 'VP03',
	organisation: null,
	household: { person: '李示和', address: '南城县（示例小区）' },
	households: 1,
	sensitive: true,
	heatCheck: null
};
const ID = '李某 362531 19700101 1234';
const CARD = '6222021234567890128';

const rules = (body: VisitBody, context: Partial<RuleContext> = {}) =>
	said(visit.rules(body, contextOf(context)));
const at = (maximum: number | null, temperature: number | null = null) =>
	rules({ ...plain, temperature }, { reference: referenceOf(undefined, maximum) });

describe('rules of a visit', () => {
	it('has nothing to say about a plain one', () => {
		expect(rules(plain)).toEqual([]);
		expect(rules(home)).toEqual([]);
	});

	it.each([
		[34.9, []],
		[35, ['R27 info temperature']],
		[36.9, ['R27 info temperature']],
		[37, ['R26 info temperature']],
		[39.9, ['R26 info temperature']],
		[40, ['R25 info temperature']]
	])('R25 to R27 at %d degrees', (maximum, expected) => expect(at(maximum)).toEqual(expected));

	it('takes the calendar before what was typed, and is silent without either', () => {
		expect(at(30, 41)).toEqual([]);
		expect(at(null, 41)).toEqual(['R25 info temperature']);
		expect(at(null)).toEqual([]);
	});

	it('R28 blocks ID and bank-card numbers on a home visit, in every free text', () => {
		expect(rules({ ...home, situation: ID })).toEqual(['R28 block situation']);
		expect(rules({ ...home, remark: CARD })).toEqual(['R28 block remark']);
		expect(rules({ ...home, household: { person: ID, address: CARD } })).toEqual([
			'R28 block household.person',
			'R28 block household.address'
		]);
		expect(rules({ ...home, visitors: [ID] })).toEqual(['R28 block visitors']);
		expect(rules({ ...home, answers: { 'R08:date': ID } })).toEqual(['R28 block date']);
	});

	it('R29 warns on other visits', () => {
		expect(rules({ ...plain, situation: ID })).toEqual(['R29 warn situation']);
		expect(rules({ ...plain, placeText: CARD })).toEqual(['R29 warn placeText']);
		expect(rules({ ...plain, situation: '电话 10000000001' })).toEqual([]);
	});

	it('R07 to R09: the date, late entry, possible duplicate', () => {
		expect(rules(plain, { today: '2025-07-07' })).toEqual(['R07 block date']);
		expect(rules(plain, { recordedOn: '2025-07-11' })).toEqual([]);
		expect(rules(plain, { recordedOn: '2025-07-12' })).toEqual(['R08 warn date']);
		expect(rules(plain, { recordedOn: '2025-07-12', origin: 'import' })).toEqual(['R08 warn date']);
		expect(rules(plain, { sameDay: ['x'] })).toEqual(['R09 warn organisation']);
		expect(rules({ ...plain, organisation: null, station: 'ST001' }, { sameDay: ['x'] })).toEqual([
			'R09 warn station'
		]);
	});
});

describe('required fields of a visit', () => {
	const fields = (body: VisitBody, origin: RuleContext['origin'] = 'form') =>
		visit.required(body, contextOf({ origin })).map((issue) => issue.field);

	it('are asked of a person and not of an import', () => {
		const empty: VisitBody = {
			...plain,
			organisation: null,
			visitors: [],
			category: null,
			peopleMet: null,
			situation: ' '
		};
		expect(fields(plain)).toEqual([]);
		expect(fields(empty).sort()).toEqual(['category', 'organisation', 'peopleMet', 'situation', 'visitors']);
		expect(fields(empty, 'import')).toEqual([]);
	});

	it('a home visit names its person instead of a place', () => {
		expect(fields(home)).toEqual([]);
		expect(fields({ ...home, household: null })).toEqual(['household.person']);
	});
});

describe('figures of a visit', () => {
	it('counts people, households, checks and problems apart', () => {
		const figures = Object.fromEntries(
			visit.measures(visit.sample).map((one) => [`${one.name}${one.dimension}`, one.value / 1000])
		);
		expect(figures).toEqual({
			records: 1,
			people_met: 24,
			households: 0,
			purposeVP11: 1,
			new_form: 0,
			checks: 1,
			problems_found: 2,
			problems_fixed: 1
		});
	});

	it('marks a home visit as sensitive and keeps its words out of search', () => {
		expect(visit.facets(home).sensitive).toBe(true);
		expect(visit.searchText({ ...home, remark: '重病' }, referenceOf())).not.toMatch(/李示和|小区|重病/);
	});
});
