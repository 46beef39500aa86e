import { describe, expect, it } from 'vitest';
import { referenceOf, supplyOf } from '../fixture/reference-fixture.ts';
import type { HandoutBody } from './body.ts';
import { beginHandout, chooseHandoutKind, chooseKit, chooseWorksite, setPersonTimes } from './choices.ts';
import { handout } from './handout.ts';
import { STATION_RESUPPLY } from './rules/counts.ts';

const named = (code: string) => ({ code, zh: code, en: code, pinyin: code, initials: '' });
const worksite = { ...named('WS01'), heatExposure: 'outdoor', alcoholFreeRequired: false };
const reference = referenceOf({
	supply: [supplyOf('A')],
	kit: [{ ...named('K1'), unitZh: 'u', lines: [{ supply: 'A', qty: 2 }] }],
	worksiteKind: [
		{ ...worksite, newForm: false, defaultKit: 'K1' },
		{ ...worksite, ...named('WS23'), newForm: true, defaultKit: null }
	]
});
let n = 0;
const newId = () => `n${String(n++)}`;
const bodyOf = (parts: Partial<HandoutBody>): HandoutBody => ({
	...structuredClone(handout.sample),
	kit: null,
	lines: [],
	personTimes: 10,
	firstTimePersons: 10,
	newFormPersonTimes: 0,
	...parts
});
const quantities = (body: HandoutBody) => body.lines.map((line) => [line.supply, line.qty]);

describe('what follows in a handout', () => {
	it('counts nobody at a station', () => {
		const body = bodyOf({ organisation: 'O', worksiteKind: 'WS01', kit: 'K1' });
		chooseHandoutKind(body, STATION_RESUPPLY);
		expect(body).toMatchObject({
			handoutKind: STATION_RESUPPLY,
			organisation: null,
			worksiteKind: null,
			kit: null
		});
		expect([body.personTimes, body.firstTimePersons, body.newFormPersonTimes]).toEqual([0, 0, 0]);
	});

	it('keeps all counts for the other kinds', () => {
		const body = bodyOf({ organisation: 'O' });
		chooseHandoutKind(body, 'GR');
		expect(body).toMatchObject({ handoutKind: 'GR', organisation: 'O', personTimes: 10 });
	});

	it('takes the kit of the worksite, in the amounts for the people counted', () => {
		const body = bodyOf({});
		chooseWorksite(body, 'WS01', { reference, newId });
		expect(body).toMatchObject({ worksiteKind: 'WS01', kit: 'K1', newFormPersonTimes: 0 });
		expect(quantities(body)).toEqual([['A', 20]]);
	});

	it('counts everybody at a worksite of the new forms of employment, and keeps the kit it does not know', () => {
		const body = bodyOf({});
		chooseKit(body, 'K1', { reference, newId });
		chooseWorksite(body, 'WS23', { reference, newId });
		expect(body).toMatchObject({ newFormPersonTimes: 10, kit: 'K1' });
	});

	it('lets first-time persons and new forms follow the count while they were all of it', () => {
		const all = bodyOf({ newFormPersonTimes: 10, kit: 'K1' });
		setPersonTimes(all, 12, { reference, newId });
		expect([all.personTimes, all.firstTimePersons, all.newFormPersonTimes]).toEqual([12, 12, 12]);

		const some = bodyOf({ firstTimePersons: 4, newFormPersonTimes: 3 });
		setPersonTimes(some, 12, { reference, newId });
		expect([some.personTimes, some.firstTimePersons, some.newFormPersonTimes]).toEqual([12, 4, 3]);

		const none = bodyOf({ newFormPersonTimes: 0, personTimes: 0, firstTimePersons: 0 });
		setPersonTimes(none, 5, { reference, newId });
		expect(none.newFormPersonTimes).toBe(0);
	});

	it('begins at the worksite of the last one: new forms are counted only where all are', () => {
		const at = (worksiteKind: string) =>
			bodyOf({ worksiteKind, personTimes: null, newFormPersonTimes: null });
		const [usual, newForm] = [at('WS01'), at('WS23')];
		for (const body of [usual, newForm]) {
			beginHandout(body, reference);
			setPersonTimes(body, 8, { reference, newId });
		}
		expect([usual.newFormPersonTimes, newForm.newFormPersonTimes]).toEqual([0, 8]);
		const resupply = bodyOf({ handoutKind: STATION_RESUPPLY, personTimes: null });
		beginHandout(resupply, reference);
		expect(resupply.personTimes).toBe(0);
	});
});
