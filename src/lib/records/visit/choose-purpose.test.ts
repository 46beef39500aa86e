import { describe, expect, it } from 'vitest';
import { referenceOf } from '../fixture/reference-fixture.ts';
import type { VisitBody } from './body.ts';
import { beginVisit, choosePurpose } from './choose-purpose.ts';
import { visit } from './visit.ts';

const reference = referenceOf();
const bodyOf = (parts: Partial<VisitBody> = {}): VisitBody => ({
	...structuredClone(visit.sample),
	...parts
});

describe('a purpose', () => {
	it('of a home visit asks for the household and nothing of a workplace', () => {
		const body = bodyOf({ organisation: 'OG-B0065', temperature: 38, heatCheck: ['X'], problemsFound: 2 });
		choosePurpose(body, 'VP03', reference);
		expect(body).toMatchObject({
			purpose: 'VP03',
			sensitive: true,
			organisation: null,
			station: null,
			placeText: '',
			household: { person: '', address: '' },
			households: 1,
			heatCheck: null,
			problemsFound: null,
			problemsFixed: null,
			temperature: null
		});
	});

	it('keeps a household that was entered, and drops it with the hardship when there is none', () => {
		const household = { person: '李示和', address: '' };
		const body = bodyOf({ household, households: 3, hardshipLevel: 'X' });
		choosePurpose(body, 'VP03', reference);
		expect(body).toMatchObject({ household, households: 3, hardshipLevel: 'X' });
		choosePurpose(body, 'VP11', reference);
		expect(body).toMatchObject({
			household: null,
			households: 0,
			hardshipLevel: null,
			hardshipCause: null,
			sensitive: false,
			programme: 'SQL'
		});
	});

	it('that is unknown changes nothing', () => {
		const body = bodyOf();
		choosePurpose(body, 'VP-none', reference);
		expect(body).toEqual(visit.sample);
	});

	it('of the last visit brings what follows from it, under the programme that was chosen', () => {
		const body = bodyOf({ purpose: 'VP03', sensitive: false, programme: 'P9', campaign: null });
		beginVisit(body, reference);
		expect(body).toMatchObject({
			sensitive: true,
			household: { person: '', address: '' },
			programme: 'P9',
			campaign: null
		});
	});
});
