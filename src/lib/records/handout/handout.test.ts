import { describe, expect, it } from 'vitest';
import { upcastBody, upcastUnversioned } from '#lib/records/upcast.ts';
import { contextOf, said } from '../fixture/reference-fixture.ts';
import type { RuleContext } from '../kind.ts';
import type { HandoutBody } from './body.ts';
import { handout } from './handout.ts';
import { blankRecipient } from './upcast.ts';

const ROW = '0197e6a0-0000-7000-8000-000000000031';
type Line = HandoutBody['lines'][number];
const line = (supply: string, parts: Partial<Line> = {}): Line => ({
	id: supply,
	supply,
	qty: 10,
	batch: '',
	expiry: null,
	...parts
});
/** No organisation in a list, so that the standing notice R24 does not stand in every expectation. */
const plain: HandoutBody = {
	...handout.sample,
	organisation: null,
	placeText: '工地东门',
	lines: [line('CS-H02')]
};
const rules = (change: Partial<HandoutBody>, context: Partial<RuleContext> = {}) =>
	said(handout.rules({ ...plain, ...change }, contextOf(context)));
const station: Partial<HandoutBody> = {
	handoutKind: 'YZ',
	station: 'ST001',
	placeText: '',
	worksiteKind: null,
	personTimes: 0,
	firstTimePersons: 0
};

describe('rules of a handout: counts', () => {
	it('has nothing to say about a plain one', () => expect(rules({})).toEqual([]));

	it('R10 asks for a supply with a quantity', () => {
		expect(rules({ lines: [] })).toEqual(['R10 block lines']);
		expect(rules({ lines: [line('CS-H02', { qty: null })] })).toEqual(['R10 block lines.CS-H02.qty']);
		expect(rules({ lines: [line('CS-H02', { qty: 0 })] })).toEqual(['R10 block lines.CS-H02.qty']);
		expect(rules({ lines: [line('CS-F03', { qty: 0.5 })] })).toEqual([]);
	});

	it('R11 asks for person-times except at a station', () => {
		const none = { personTimes: 0, firstTimePersons: 0 };
		expect(rules(none)).toEqual(['R11 block personTimes']);
		expect(rules({ ...none, personTimes: null })).toEqual(['R11 block personTimes']);
		expect(rules(none, { origin: 'import' })).toEqual(['R11 block personTimes']);
		expect(rules(station)).toEqual([]);
	});

	it('R12 keeps persons within person-times', () => {
		expect(rules({ firstTimePersons: 24 })).toEqual([]);
		expect(rules({ firstTimePersons: 25 })).toEqual(['R12 block firstTimePersons']);
	});

	it('R13 compares with the cap, over all lines of a supply and exactly', () => {
		expect(rules({ lines: [line('CS-H02', { qty: 24 })] })).toEqual([]);
		expect(rules({ lines: [line('CS-H02', { qty: 25 })] })).toEqual(['R13 warn lines.CS-H02.qty']);
		const twice = [line('CS-H02', { qty: 13 }), line('CS-H02', { id: 'second', qty: 12 })];
		expect(rules({ lines: twice })).toEqual(['R13 warn lines.CS-H02.qty']);
		expect(rules({ lines: [line('CS-F03', { qty: 96 })] })).toEqual([]);
		expect(rules({ lines: [line('CS-F03', { qty: 96.001 })] })).toEqual(['R13 warn lines.CS-F03.qty']);
		expect(rules({ ...station, lines: [line('CS-H02', { qty: 500 })] })).toEqual([]);
	});

	it('R14 asks about a second handout of the season, not at a station', () => {
		expect(rules({}, { sameSeason: ['x'] })).toEqual(['R14 warn placeText']);
		expect(rules(station, { sameSeason: ['x'] })).toEqual([]);
	});
});

describe('rules of a handout: goods', () => {
	const medicine = (expiry: string | null, parts: Partial<Line> = {}) =>
		rules({ lines: [line('CS-M05', { batch: 'B1', expiry, ...parts })] }).filter(
			(one) => !one.startsWith('R19')
		);

	it('R15 is an incident: a warning that a form blocks until it is ticked', () => {
		const lines = [line('CS-T01', { batch: 'B1', expiry: '2025-07-07' })];
		const issues = handout.rules({ ...plain, lines }, contextOf());
		expect(said(issues)).toEqual(['R15 warn lines.CS-T01.expiry']);
		expect(issues[0]?.incident).toBe(true);
		expect(medicine('2025-07-08')).toEqual(['R16 warn lines.CS-M05.expiry']);

		const answers = { 'R15:lines.CS-T01.expiry': 'x' };
		expect(said(handout.required({ ...plain, lines }, contextOf()))).toEqual([
			'required block lines.CS-T01.expiry'
		]);
		expect(handout.required({ ...plain, lines, answers }, contextOf())).toEqual([]);
		expect(handout.required({ ...plain, lines }, contextOf({ origin: 'import' }))).toEqual([]);
	});

	it('R16 warns below 30 days, for medicines only', () => {
		expect(medicine('2025-08-06')).toEqual(['R16 warn lines.CS-M05.expiry']);
		expect(medicine('2025-08-07')).toEqual([]);
		expect(rules({ lines: [line('CS-T01', { batch: 'B1', expiry: '2025-07-09' })] })).toEqual([]);
	});

	it('R17 asks for batch and expiry of what is tracked, extras of stations too, of an import too', () => {
		expect(medicine(null)).toEqual(['R17 block lines.CS-M05.expiry']);
		expect(medicine('2026-08-07', { batch: ' ' })).toEqual(['R17 block lines.CS-M05.batch']);
		expect(rules({ lines: [line('CS-F03')] })).toEqual([]);
		expect(rules({ ...station, lines: [line('ST-M01')] })).toEqual(['R17 block lines.ST-M01.batch']);
		expect(rules({ lines: [line('CS-T01')] }, { origin: 'import' })).toEqual([
			'R17 block lines.CS-T01.batch'
		]);
	});

	it('R18 warns of alcohol in medicines for drivers, height and machines', () => {
		const lines = [line('CS-M01', { batch: 'B1', expiry: '2027-01-01' })];
		const of = (change: Partial<HandoutBody>) =>
			rules({ lines, ...change }).filter((one) => one.startsWith('R18'));
		expect(of({ worksiteKind: 'WS01' })).toEqual(['R18 warn lines.CS-M01.supply']);
		expect(of({ worksiteKind: 'WS23' })).toEqual([]);
		expect(of({ worksiteKind: null, organisation: 'OG-DRIVE' })).toEqual(['R18 warn lines.CS-M01.supply']);
		// Floral water has alcohol and is no medicine.
		expect(of({ worksiteKind: 'WS01', lines: [line('CS-H05')] })).toEqual([]);
	});

	it('R19 says what to say with medicines', () => {
		expect(rules({ lines: [line('CS-M05', { batch: 'B', expiry: '2027-01-01' })] })).toEqual([
			'R19 info lines'
		]);
	});

	it('R20 refuses cash, cards and vouchers wherever they are written', () => {
		expect(rules({ remark: '每人现 金100元' })).toEqual(['R20 block remark']);
		expect(rules({ placeText: '购物卡' })).toEqual(['R20 block placeText']);
		expect(rules({ lines: [line('CASH')] })).toEqual(['R20 block lines.CASH.supply']);
		expect(rules({ remark: '未发现金属异物' })).toEqual([]);
	});
});

describe('rules of a handout: receipt', () => {
	it('R22 wants one of the four evidences, paper with its keeper', () => {
		expect(rules({ receipt: null })).toEqual(['R22 block receipt']);
		expect(rules({ receipt: 'PHOTO' })).toEqual(['R22 block receipt']);
		expect(rules({ paperKeeper: ' ' })).toEqual(['R22 block paperKeeper']);
		for (const receipt of ['SIGN', 'SHEET', 'SEAL']) {
			expect(rules({ receipt, paperKeeper: '' })).toEqual([]);
		}
		expect(rules({ receipt: null }, { origin: 'import' })).toEqual(['R22 block receipt']);
	});

	it('R23 asks who collected and how related', () => {
		const recipients = [{ ...blankRecipient('r'), name: '李示安', proxy: { name: '王示和', relation: '' } }];
		expect(rules({ proxy: { name: '', relation: '同事' } })).toEqual(['R23 warn proxy.name']);
		expect(rules({ proxy: { name: '王示和', relation: '同事' } })).toEqual([]);
		expect(rules({ recipients })).toEqual(['R23 warn recipients.r.proxy.relation']);
	});

	it('R24 is said where an employer is served', () => {
		expect(rules({ organisation: 'OG-B0065' })).toEqual(['R24 info organisation']);
		expect(rules({ ...station, organisation: null })).toEqual([]);
	});

	it('R07, R08, R09 and R29 hold here too', () => {
		expect(rules({}, { today: '2025-07-07' })).toEqual(['R07 block date']);
		expect(rules({}, { recordedOn: '2025-07-12' })).toEqual(['R08 warn date']);
		expect(rules({}, { sameDay: ['x'] })).toEqual(['R09 warn placeText']);
		expect(rules({ paperKeeper: '362531197001011234' })).toEqual(['R29 warn paperKeeper']);
	});
});

describe('a handout of an earlier version', () => {
	it('of version 1 becomes one of today, and one of today stays as it is', () => {
		const recipients = [{ id: ROW, name: '李示安', proxy: null }];
		const lifted = handout.schema.parse(upcastBody(handout, 1, { ...handout.sample, recipients }));
		const asked = { portions: null, signature: null };
		expect(lifted.recipients).toEqual([{ ...blankRecipient(ROW), name: '李示安', ...asked }]);
		const today = { ...plain, recipients: [{ ...blankRecipient(ROW), category: 'RC04', portions: 3 }] };
		expect(upcastUnversioned(handout, today)).toEqual(today);
		expect(upcastBody(handout, 5, today)).toBeNull();
	});

	it('of version 2 was not asked for a signature, and is not refused for it', () => {
		const { signature: _whole, ...row } = blankRecipient(ROW);
		const { signature: _all, ...body } = { ...handout.sample, organisation: null, placeText: '东门' };
		const older = { ...body, receipt: 'SIGN', recipients: [{ ...row, name: '李示安', category: 'RC04' }] };
		const lifted = handout.schema.parse(upcastBody(handout, 2, older));
		expect([lifted.signature, lifted.recipients[0]?.signature]).toEqual([null, null]);
		expect(said(handout.required(lifted, contextOf()))).toEqual([
			`required block recipients.${ROW}.organisationText`
		]);
	});
});

describe('required fields of a handout', () => {
	const fields = (change: Partial<HandoutBody>, origin: RuleContext['origin'] = 'form') =>
		handout.required({ ...plain, ...change }, contextOf({ origin })).map((issue) => issue.field);

	it('are asked of a person and not of an import', () => {
		const empty = { placeText: '', worksiteKind: null, firstTimePersons: null, receiver: null };
		expect(fields({})).toEqual([]);
		expect(fields(empty).sort()).toEqual([
			'firstTimePersons',
			'organisation',
			'receiver.name',
			'worksiteKind'
		]);
		expect(fields(empty, 'import')).toEqual([]);
	});

	it('follow the kind', () => {
		expect(fields({ ...station, station: null })).toEqual(['station']);
		expect(fields({ handoutKind: 'ZC', receiver: null })).toEqual([]);
		// Who signs one by one is noted afterwards.
		expect(fields({ handoutKind: 'GR', receiver: null, receipt: 'SIGN' })).toEqual([]);
		expect(fields({ handoutKind: 'GR', receiver: null, receipt: 'SHEET' })).toEqual([]);
		expect(fields({ receipt: 'SIGN' })).toEqual(['signature']);
		expect(fields({ receipt: 'SIGN' }, 'import')).toEqual([]);
		const recipients = [{ ...blankRecipient('r'), name: '李示安' }];
		const persons = { handoutKind: 'GR', receiver: null, recipients };
		expect(fields(persons)).toEqual(['recipients.r.category', 'recipients.r.organisationText']);
		expect(fields({ ...persons, recipients: [{ ...blankRecipient('r'), portions: null }] })).toEqual([
			'recipients.r.name'
		]);
		expect(fields({ ...persons, organisation: 'OG-B0065' })).toEqual(['recipients.r.category']);
		expect(fields({ ...persons, organisation: 'OG-B0065', receipt: 'SIGN' })).toEqual([
			'recipients.r.signature',
			'recipients.r.category'
		]);
		expect(fields({ lines: [line('CS-H02'), line('CS-F03', { qty: null })] })).toEqual(['lines.CS-F03.qty']);
	});
});

describe('persons who sign one by one', () => {
	const signed = { ...plain, handoutKind: 'GR', receiver: null, receipt: 'SIGN' };
	const judge = (body: Partial<HandoutBody>, rows: number) =>
		handout.countedRows?.judge({ ...signed, ...body }, rows).map(({ message }) => message);

	it('are asked for until the first receipt is there', () => {
		expect(judge({}, 0)).toEqual(['rule_receipts_none']);
		expect(judge({}, 1)).toEqual([]);
		expect(judge({ recipients: [{ ...blankRecipient('r'), name: '李示安' }] }, 0)).toEqual([]);
	});

	it('are not asked for on paper, by a receiver, or of an import', () => {
		expect(judge({ receipt: 'SHEET' }, 0)).toEqual([]);
		expect(judge({ handoutKind: 'DW' }, 0)).toEqual([]);
		expect(judge({ imported: true }, 0)).toEqual([]);
	});
});

describe('figures of a handout', () => {
	it('adds quantities of a supply exactly and never counts persons at a station', () => {
		const lines = [line('CS-F03', { qty: 12.5 }), line('CS-F03', { id: 'b', qty: 0.1 }), line('CS-H02')];
		const supplies = handout.measures({ ...plain, lines }).filter((one) => one.name === 'supply');
		expect(supplies).toEqual([
			{ name: 'supply', dimension: 'CS-F03', value: 12600 },
			{ name: 'supply', dimension: 'CS-H02', value: 10000 }
		]);
		const of = (name: string) =>
			handout.measures({ ...plain, ...station }).find((one) => one.name === name)?.value;
		expect([of('station_resupply'), of('person_times'), of('first_time_persons')]).toEqual([1000, 0, 0]);
	});
});
