import { describe, expect, it } from 'vitest';
import { photosIn, type Photo } from '#lib/domain/photo.ts';
import { recordKinds } from './index.ts';
import { photos } from './photos.ts';
import { upcastBody } from './upcast.ts';

const photo: Photo = {
	id: '0197e6a0-0000-7000-8000-000000000031',
	use: 'scene',
	mime: 'image/jpeg',
	bytes: 300_000,
	sha256: 'a'.repeat(64),
	width: 1600,
	height: 1200,
	takenAt: '2025-07-08T02:10:00.000Z',
	source: 'camera',
	publicity: false,
	prints: ['0123456789abcdef']
};
const other = { ...photo, id: '0197e6a0-0000-7000-8000-000000000032' };
const isTaken = (list: readonly unknown[]) => photos.safeParse(list).success;

describe('photos of a record', () => {
	it('takes what a phone writes', () => expect(isTaken([photo, other])).toBe(true));

	it.each([
		['the same photo twice', [photo, photo]],
		['what is no picture', [{ ...photo, mime: 'image/svg+xml' }]],
		['an empty file', [{ ...photo, bytes: 0 }]],
		['a file too large', [{ ...photo, bytes: 3_000_001 }]],
		['a hash that is none', [{ ...photo, sha256: 'A'.repeat(64) }]],
		['a name instead of an id', [{ ...photo, id: '../../etc/passwd' }]],
		[
			'too many',
			Array.from({ length: 13 }, (_, n) => ({ ...photo, id: photo.id.slice(0, 34) + String(n + 10) }))
		]
	])('refuses %s', (_what, list) => expect(isTaken(list)).toBe(false));
});

describe.each(recordKinds.filter((kind) => kind.reviewed).map((kind) => [kind.kind, kind] as const))(
	'%s',
	(_name, kind) => {
		it('has none in a body from before there were any, and merges them one by one', () => {
			const { photos: _photos, ...older } = kind.sample as { photos: unknown };
			const body = upcastBody(kind, kind.version - 1, older);
			expect(photosIn(body)).toEqual([]);
			expect(kind.schema.safeParse(body).success).toBe(true);
			expect(kind.keyedLists['photos']).toBe('id');
		});
	}
);
