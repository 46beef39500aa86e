import { describe, expect, it } from 'vitest';
import { handout } from './handout/handout.ts';
import { referenceOf } from './fixture/reference-fixture.ts';
import { session } from './session/session.ts';
import { stampPlace } from './stamp-place.ts';
import { visit } from './visit/visit.ts';

const reference = referenceOf();
const ofVisit = (change: Partial<typeof visit.sample>) =>
	stampPlace(visit, { ...visit.sample, ...change }, reference, 'zh-CN');

describe('the place on a photo', () => {
	it('is the unit or station, else what was typed for a place', () => {
		expect(ofVisit({ organisation: 'OG-B0065' })).toBe('OG-B0065');
		expect(ofVisit({ organisation: null, placeText: ' 东门工地 ' })).toBe('东门工地');
		expect(ofVisit({ organisation: null })).toBe('');
		const given = { ...handout.sample, organisation: null, placeText: '北站' };
		expect(stampPlace(handout, given, reference, 'en')).toBe('北站');
		const held = { ...session.sample, hostOrganisation: null, venue: '二楼会议室' };
		expect(stampPlace(session, held, reference, 'zh-CN')).toBe('二楼会议室');
	});

	it('is never a person: of a household, or of what only few may read, nothing is written', () => {
		const household = { person: '何示云', address: '何示云家' };
		const named = { organisation: null, placeText: '何示云家' };
		expect(ofVisit({ ...named, household })).toBe('');
		expect(ofVisit({ ...named, household, organisation: 'OG-B0065' })).toBe('');
		expect(ofVisit({ ...named, household: { person: '', address: '' } })).toBe('');
		expect(ofVisit({ ...named, sensitive: true })).toBe('');
	});
});
