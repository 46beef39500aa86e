import { describe, expect, it } from 'vitest';
import { contextOf, said } from '../fixture/reference-fixture.ts';
import type { RuleContext } from '../kind.ts';
import type { SessionBody } from './body.ts';
import { session } from './session.ts';

const plain: SessionBody = { ...session.sample, onlineViews: 0, namedOnPaper: 0, signIns: [] };
const [signIn] = session.sample.signIns;
const [row] = session.sample.byOrganisation;
if (!signIn || !row) throw new Error('the sample has rows');

function rules(change: Partial<SessionBody>, context: Partial<RuleContext> = {}): string[] {
	return said(session.rules({ ...plain, ...change }, contextOf(context)));
}
const count = (headcount: number, change: Partial<SessionBody> = {}) =>
	rules({ headcount, byOrganisation: [], ...change });

describe('rules of a session', () => {
	it('has nothing to say about a plain one', () => expect(rules({})).toEqual([]));

	it('R01 asks for the head count; 0 only online', () => {
		expect(rules({ headcount: null })).toEqual(['R01 block headcount']);
		expect(count(0)).toEqual(['R01 block headcount']);
		expect(count(0, { mode: 'HH' })).toEqual(['R01 block headcount']);
		expect(count(0, { mode: 'XS' })).toEqual([]);
		expect(rules({ headcount: null, mode: 'XS', byOrganisation: [] })).toEqual(['R01 block headcount']);
	});

	it('R02 keeps named sign-ins within the head count', () => {
		expect(count(10, { namedOnPaper: 10 })).toEqual([]);
		expect(count(10, { namedOnPaper: 11 })).toEqual(['R02 block namedOnPaper']);
		expect(count(10, { namedOnPaper: 10, signIns: [signIn] })).toEqual(['R02 block signIns']);
		expect(count(10, { namedOnPaper: 9, signIns: [signIn] })).toEqual([]);
	});

	it('R03 makes counts by organisation add up, and says what is left', () => {
		const issues = session.rules({ ...plain, byOrganisation: [row] }, contextOf());
		expect(said(issues)).toEqual(['R03 block byOrganisation']);
		expect(issues[0]?.params).toEqual({ sum: 60, rest: 26 });
		expect(rules({ byOrganisation: [] })).toEqual([]);
		expect(rules({ byOrganisation: [{ ...row, count: 86 }] })).toEqual([]);
		expect(rules({ byOrganisation: [{ ...row, count: 87 }] })).toEqual(['R03 block byOrganisation']);
	});

	it('R04 asks about more than 1,000 unless it is an estimate', () => {
		expect(count(1000)).toEqual([]);
		expect(count(1001)).toEqual(['R04 warn headcount']);
		expect(count(1001, { headcountEstimated: true })).toEqual([]);
	});

	it('R05 is said wherever minors are to be expected', () => {
		expect(rules({ minorsPresent: true })).toEqual(['R05 warn audience']);
		expect(rules({ audience: 'AU05' })).toEqual(['R05 warn audience']);
		expect(rules({ topic: 'LT-S' })).toEqual(['R05 warn audience']);
		expect(rules({ audience: 'AU05', signIns: [signIn] })).toEqual(['R05 warn signIns']);
	});

	it('R06 stands beside online views, which are no person-times', () => {
		expect(rules({ onlineViews: 1 })).toEqual(['R06 info onlineViews']);
		const online: SessionBody = {
			...plain,
			mode: 'XS',
			headcount: 0,
			byOrganisation: [],
			onlineViews: 5200
		};
		const value = (name: string) => session.measures(online).find((one) => one.name === name)?.value;
		expect([value('person_times'), value('online_views'), value('online_only')]).toEqual([
			0, 5_200_000, 1000
		]);
	});

	it('R07, R08, R09 and R29 hold here too', () => {
		expect(rules({}, { today: '2025-07-07' })).toEqual(['R07 block date']);
		expect(rules({}, { recordedOn: '2025-07-12' })).toEqual(['R08 warn date']);
		expect(rules({}, { sameDay: ['x'] })).toEqual(['R09 warn hostOrganisation']);
		expect(rules({ feedback: '362531197001011234' })).toEqual(['R29 warn feedback']);
	});
});

describe('required fields of a session', () => {
	const empty: SessionBody = {
		...plain,
		start: null,
		minutes: null,
		venue: ' ',
		team: null,
		speakers: [],
		otherSpeakers: [' '],
		topic: null,
		hostOrganisation: null,
		audience: null
	};

	it('are asked of a person', () => {
		expect(session.required(plain, contextOf())).toEqual([]);
		expect(
			session
				.required(empty, contextOf())
				.map((issue) => issue.field)
				.sort()
		).toEqual(['audience', 'hostOrganisation', 'minutes', 'speakers', 'start', 'team', 'topic', 'venue']);
	});

	it('take own words for topic and speakers', () => {
		const own: SessionBody = {
			...plain,
			topic: null,
			topicText: '防暑知识',
			speakers: [],
			otherSpeakers: ['王示安']
		};
		expect(session.required(own, contextOf())).toEqual([]);
	});

	it('are not asked of an import, whose rules hold all the same', () => {
		expect(session.required(empty, contextOf({ origin: 'import' }))).toEqual([]);
		expect(rules({ headcount: null }, { origin: 'import' })).toEqual(['R01 block headcount']);
	});
});
