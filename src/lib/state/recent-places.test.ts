import { describe, expect, it } from 'vitest';
import { rememberPlace, type RecentPlace } from './recent-places.ts';

describe('recent places', () => {
	it('has the newest first, each once, and six at most', () => {
		let known: readonly RecentPlace[] = [];
		for (const code of ['a', 'b', 'a', 'c', 'd', 'e', 'f', 'g'])
			known = rememberPlace(known, { organisation: code });
		expect(known.map((one) => one.code)).toEqual(['g', 'f', 'e', 'd', 'c', 'a']);
	});
	it('knows the host of a session', () =>
		expect(rememberPlace([], { hostOrganisation: 'h1' })).toEqual([{ type: 'organisation', code: 'h1' }]));
	it('keeps stations beside organisations and passes over a body without a listed place', () => {
		const known = rememberPlace([], { organisation: null, station: 's1' });
		expect(known).toEqual([{ type: 'station', code: 's1' }]);
		for (const body of [null, {}, { organisation: '', placeText: '路边' }, { organisation: 7 }])
			expect(rememberPlace(known, body)).toBe(known);
	});
});
