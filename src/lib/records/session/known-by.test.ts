import { expect, it } from 'vitest';
import { knownBy } from './known-by.ts';
import { sessionSample } from './sample.ts';

const plain = {
	...sessionSample,
	...{ attendanceMethods: [], byOrganisation: [], signIns: [], namedOnPaper: 0, onlineViews: 0 }
};

it('says how a count is known by what the record shows', () => {
	expect(knownBy(plain, 0)).toEqual(['HC']);
	expect(knownBy({ ...plain, headcount: 0 }, 0)).toEqual([]);
	expect(knownBy(plain, 3)).toEqual(['NM']);
	expect(knownBy({ ...plain, namedOnPaper: 2, onlineViews: 9 }, 0)).toEqual(['PS', 'VW']);
	expect(
		knownBy({ ...plain, byOrganisation: sessionSample.byOrganisation, attendanceMethods: ['HC'] }, 1)
	).toEqual(['HC', 'UN', 'NM']);
});
