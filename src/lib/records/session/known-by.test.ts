import { expect, it } from 'vitest';
import { referenceOf } from '../fixture/reference-fixture.ts';
import { knownWords } from '../known-words.ts';
import type { SessionBody } from './body.ts';
import { countedSignIns } from './counted-rows.ts';
import { knownBy } from './known-by.ts';
import { sessionSample } from './sample.ts';

const plain = {
	...sessionSample,
	...{ attendanceMethods: [], byOrganisation: [], signIns: [], namedOnPaper: 0, onlineViews: 0, photos: [] }
};

const photoOf = (use: 'scene' | 'sheet'): SessionBody['photos'][number] => ({
	id: '0197e6a0-0000-7000-8000-000000000031',
	use,
	mime: 'image/jpeg',
	bytes: 300_000,
	sha256: 'a'.repeat(64),
	width: 1600,
	height: 1200,
	takenAt: '2025-07-08T02:10:00.000Z',
	source: 'camera',
	publicity: false,
	prints: []
});

it('says how a count is known by what the record shows', () => {
	expect(knownBy(plain, 0)).toEqual(['HC']);
	expect(knownBy({ ...plain, headcount: 0 }, 0)).toEqual([]);
	expect(knownBy(plain, 3)).toEqual(['NM']);
	expect(knownBy({ ...plain, namedOnPaper: 2, onlineViews: 9 }, 0)).toEqual(['PS', 'VW']);
	expect(knownBy({ ...plain, photos: [photoOf('sheet')] }, 0)).toEqual(['PS']);
	expect(knownBy({ ...plain, photos: [photoOf('scene')] }, 0)).toEqual(['HC']);
	expect(
		knownBy({ ...plain, byOrganisation: sessionSample.byOrganisation, attendanceMethods: ['HC'] }, 1)
	).toEqual(['HC', 'UN', 'NM']);
});

it('names the photos of the sheet by place and time', () => {
	const photos = [photoOf('scene'), photoOf('sheet'), { ...photoOf('sheet'), takenAt: null }];
	const words = knownWords(countedSignIns, { ...plain, photos }, 2, referenceOf(), 'zh-CN');
	expect(words).toBe('NM、PS（照片：第2张 10:10、第3张）');
});
