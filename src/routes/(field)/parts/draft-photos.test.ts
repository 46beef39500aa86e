import { afterEach, describe, expect, it } from 'vitest';
import type { Photo } from '#lib/domain/photo.ts';
import { referenceOf } from '#lib/records/fixture/reference-fixture.ts';
import { visit } from '#lib/records/visit/visit.ts';
import type { FieldApp, FieldPhotos, PhotoRow } from '#lib/state/contract.ts';
import type { PictureRequest } from '#lib/ui/photo/picture-request.ts';
import { MADE, makesPictures, type Workers } from '#lib/ui/photo/testing/makes-pictures.ts';
import { DraftPhotos } from './draft-photos.ts';

const RECORD = '0190b3a0-0000-7000-8000-000000000001';
const PICTURE = { from: 'file', file: new Blob(['a picture']) } as const;
const failure = (code: string) => Object.assign(new Error(code), { code });

let workers: Workers | null = null;
afterEach(() => {
	workers?.remove();
	workers = null;
});

/** An open visit on a phone that keeps its photos; `more` fails where a test wants it to. */
function openVisit(
	answer: (request: PictureRequest) => typeof MADE | undefined,
	{ patience = 2_000, ...more }: Partial<FieldPhotos> & { patience?: number } = {}
) {
	workers = makesPictures(answer);
	const rows = new Map<string, { photo: Photo; bytes: ArrayBuffer }>();
	const body = { ...visit.sample, photos: [] as readonly Photo[] };
	const photos = {
		add: (_kind: string, _record: string, photo: Photo, bytes: ArrayBuffer) =>
			Promise.resolve(void rows.set(photo.id, { photo, bytes })),
		ofDraft: () => Promise.resolve([...rows].map(([id, { photo }]) => ({ id, photo, hasBytes: true }))),
		open: ({ id }: Photo) => Promise.resolve(new Blob([rows.get(id)?.bytes ?? ''])),
		...more
	} as unknown as FieldPhotos;
	const app = { reference: referenceOf(), photos: () => Promise.resolve(photos) } as unknown as FieldApp;
	let n = 0;
	const draft = new DraftPhotos(
		app,
		{
			...{ kind: 'visit', recordId: RECORD, locale: 'zh-CN', body: () => body },
			setPhotos: (next) => void (body.photos = next),
			keep: () => Promise.resolve(),
			newId: () => `0190b3a0-0000-7000-8000-00000000001${++n}`,
			now: () => '2025-07-08T02:00:00.000Z'
		},
		patience
	);
	return { draft, body, rows, asked: workers.asked };
}

describe('photos of an open form', () => {
	it('are stamped anew before a save whose place or day is another by then, and only then', async () => {
		const anew = { ...MADE, sha256: 'cd'.repeat(32) };
		const { draft, body, rows, asked } = openVisit(({ source }) => (source.from === 'photo' ? anew : MADE));
		expect(await draft.add(PICTURE, 'scene')).toBe('added');
		await draft.settle();
		expect(asked.map(({ stamp }) => [stamp.day, stamp.place])).toEqual([['2025-07-08', 'OG-B0065']]);

		Object.assign(body, { date: '2025-07-09', organisation: null, placeText: '东门工地' });
		await draft.settle();
		await draft.settle();
		expect(asked.slice(1).map(({ source, stamp }) => [source.from, stamp.day, stamp.place])).toEqual([
			['photo', '2025-07-09', '东门工地']
		]);
		const [photo] = body.photos;
		expect(photo?.sha256).toBe(anew.sha256);
		expect(rows.get(photo?.id ?? '')?.photo.sha256).toBe(anew.sha256);

		// A household's home, and the words that may name its people, are on no photo.
		Object.assign(body, { household: { person: '何示云', address: '' }, placeText: '何示云家' });
		await draft.settle();
		expect(asked.at(-1)?.stamp.place).toBe('');
	});

	it('hold up no save: neither one that is never made nor one whose stamp is not', async () => {
		let hangs = false;
		const { draft, body } = openVisit(() => (hangs ? undefined : MADE), { patience: 30 });
		expect(await draft.add(PICTURE, 'scene')).toBe('added');
		const [before] = body.photos;
		hangs = true;
		void draft.add(PICTURE, 'scene');
		Object.assign(body, { date: '2025-07-09' });
		await draft.settle();
		expect(body.photos).toEqual([before]);
		draft.close();
	});

	it('hold up no save where the phone’s storage fails', async () => {
		const broken = () => Promise.reject(failure('lost'));
		const { draft, body } = openVisit(() => MADE, { ofDraft: broken });
		expect(await draft.add(PICTURE, 'scene')).toBe('added');
		Object.assign(body, { date: '2025-07-09' });
		await draft.settle();
		expect(body.photos).toHaveLength(1);
		const unread = openVisit(() => MADE, { open: broken });
		await unread.draft.add(PICTURE, 'scene');
		Object.assign(unread.body, { date: '2025-07-09' });
		await unread.draft.settle();
		expect(unread.body.photos).toHaveLength(1);
	});

	it.each([
		['quota', 'no-room'],
		['lost', 'not-kept'],
		['read-only', 'not-kept']
	])('that are not kept (%s) are told as what it is: %s', async (code, outcome) => {
		const { draft, body } = openVisit(() => MADE, { add: () => Promise.reject(failure(code)) });
		expect(await draft.add(PICTURE, 'scene')).toBe(outcome);
		expect(body.photos).toEqual([]);
	});

	it('that are lost do not come back into it, but are told where they stood', async () => {
		const photo = (id: string, use: Photo['use']) => ({ ...({} as Photo), id, use });
		const rowOf = (id: string, use: Photo['use'], hasBytes: boolean) => ({
			...{ id, hasBytes, photo: photo(id, use), state: hasBytes ? 'draft' : 'refused' }
		});
		const rows = [rowOf('1', 'scene', false), rowOf('2', 'scene', true), rowOf('3', 'sheet', false)];
		const ofDraft = () => Promise.resolve(rows as unknown as PhotoRow[]);
		const { draft, body } = openVisit(() => MADE, { ofDraft });
		await draft.recover();
		expect(body.photos.map(({ id }) => id)).toEqual(['2']);
		expect(await Promise.all([draft.lost(['scene']), draft.lost(['scene', 'sheet'])])).toEqual([1, 2]);
		const broken = openVisit(() => MADE, { ofDraft: () => Promise.reject(failure('lost')) });
		expect(await broken.draft.lost(['scene'])).toBe(0);
	});
});
