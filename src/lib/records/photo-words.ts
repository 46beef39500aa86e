import { m } from '#lib/i18n.ts';
import type { Photo, PhotoUse } from '#lib/domain/photo.ts';
import { shanghaiTime } from '#lib/domain/shanghai-time.ts';

export function photoUseName(use: PhotoUse): string {
	return use === 'sheet' ? m.photo_sheet() : m.photo_scene();
}

/** What a photo is, for those who do not see it. */
export function photoAlt({ use, takenAt, source }: Pick<Photo, 'use' | 'takenAt' | 'source'>): string {
	const name = photoUseName(use);
	const alt = takenAt
		? m.photo_alt({ use: name, time: shanghaiTime(takenAt) })
		: m.photo_alt_unknown({ use: name });
	return source === 'gallery' ? `${alt} · ${m.photo_gallery()}` : alt;
}
