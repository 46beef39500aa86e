/** The photos of a record: a keyed list, so that two phones may each add theirs. The files travel apart from the record. */
import { z } from 'zod';
import { MAX_PHOTO_BYTES, MAX_PHOTOS, MAX_PRINTS, PHOTO_TYPES } from '#lib/domain/photo.ts';
import { id } from './fields.ts';
import type { FieldSpec } from './kind.ts';

const side = z.number().int().min(1).max(10_000);

const photo = z.object({
	id,
	use: z.enum(['scene', 'sheet']),
	mime: z.enum(PHOTO_TYPES),
	bytes: z.number().int().min(1).max(MAX_PHOTO_BYTES),
	sha256: z.string().regex(/^[0-9a-f]{64}$/),
	width: side,
	height: side,
	takenAt: z.iso.datetime().nullable(),
	source: z.enum(['camera', 'gallery']),
	publicity: z.boolean(),
	prints: z.array(z.string().regex(/^[0-9a-f]{8,64}$/)).max(MAX_PRINTS)
});

/** Field of a body: each photo once. */
export const photos = z
	.array(photo)
	.max(MAX_PHOTOS)
	.refine((list) => new Set(list.map((one) => one.id)).size === list.length, { message: 'photo-twice' });

export const photosField: FieldSpec = { name: 'photos', label: 'field_photos', type: { is: 'photos' } };

/** Bodies written before records had photos. */
export function withPhotos(older: unknown): unknown {
	return { photos: [], ...(older as object) };
}
