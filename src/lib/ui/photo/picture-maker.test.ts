import { afterEach, describe, expect, it } from 'vitest';
import { PictureMaker } from './picture-maker.ts';
import { MADE, makesPictures, type Workers } from './testing/makes-pictures.ts';

const STAMP = { day: '2026-07-08', county: '崇仁县', place: '', short: 'abc123', note: '' };
const make = (maker: PictureMaker) =>
	maker.make({ from: 'photo', file: new Blob(['x']) }, 'scene', null, STAMP);

let workers: Workers | null = null;
afterEach(() => {
	workers?.remove();
	workers = null;
});

describe('making photos', () => {
	it('ends a worker that hangs, with all that waited for it; the next picture has a new one', async () => {
		workers = makesPictures((_, worker) => (worker > 1 ? MADE : undefined));
		const maker = new PictureMaker(20);
		expect(await Promise.all([make(maker), make(maker)])).toEqual([null, null]);
		expect(workers.all).toEqual([{ ended: true }]);
		expect(await make(maker)).toEqual(MADE);
		expect(workers.all).toEqual([{ ended: true }, { ended: false }]);
		maker.close();
	});

	it('ends none while nothing is asked of it', async () => {
		workers = makesPictures(() => MADE);
		const maker = new PictureMaker(20);
		await make(maker);
		await new Promise((wake) => setTimeout(wake, 60));
		expect(workers.all).toEqual([{ ended: false }]);
		maker.close();
	});

	it('does not wait for ever for a file that another app never brings', async () => {
		const never = new Blob(['x']);
		never.slice = () => ({ arrayBuffer: () => new Promise(() => {}) }) as unknown as Blob;
		const maker = new PictureMaker(20);
		expect(await maker.make({ from: 'file', file: never }, 'scene', null, STAMP)).toBeNull();
	});
});
