import { expect, it } from 'vitest';
import { campaignOf } from './campaign-of.ts';
import { referenceOf } from './fixture/reference-fixture.ts';

it('follows programme and year, and is none where there is none', () => {
	const campaign = {
		code: 'SQL-2025',
		zh: 'x',
		en: 'x',
		programme: 'SQL',
		year: 2025,
		areas: [],
		from: '2025-01-01',
		to: '2025-12-31',
		kits: [],
		targetPersonTimes: null
	};
	const reference = referenceOf({ campaign: [campaign] });
	expect(campaignOf(reference, 'SQL', '2025-07-08')).toBe('SQL-2025');
	expect(campaignOf(reference, 'SQL', '2024-07-08')).toBeNull();
	expect(campaignOf(reference, 'SWN', '2025-07-08')).toBeNull();
	expect(campaignOf(reference, null, '2025-07-08')).toBeNull();
});
