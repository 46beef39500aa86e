import type { IsoInstant, Uuid } from './ids.ts';

/** So many photos a record takes. */
export const MAX_PHOTOS = 12;
/** Texts of one photo's perceptual print: 12, and 34 more for that of a sheet. */
export const MAX_PRINTS = 48;
/** A photo is made to some 300 kB; what is larger than this no phone of ours has written. */
export const MAX_PHOTO_BYTES = 3_000_000;

export const PHOTO_TYPES = ['image/jpeg', 'image/webp'] as const;
export type PhotoType = (typeof PHOTO_TYPES)[number];

/** `scene`: what was done where. `sheet`: a paper sheet with signatures. */
export type PhotoUse = 'scene' | 'sheet';

/** A photo as its record names it. The bytes travel apart, and are the photo's only when their SHA-256 is this one. */
export interface Photo {
	readonly id: Uuid;
	readonly use: PhotoUse;
	readonly mime: PhotoType;
	/** Length of the file. */
	readonly bytes: number;
	/** SHA-256 of the file, 64 hex digits. */
	readonly sha256: string;
	/** In pixels. */
	readonly width: number;
	readonly height: number;
	/** When the picture was taken, as far as known. */
	readonly takenAt: IsoInstant | null;
	/** `gallery`: chosen afterwards, so not taken on the spot. */
	readonly source: 'camera' | 'gallery';
	/** May be published: said by the person for this photo, never assumed. */
	readonly publicity: boolean;
	/** Its perceptual print in hex (`picture-print.ts`), taken before the stamp; empty where it has none. */
	readonly prints: readonly string[];
}

/** The photos that a body of any kind names; none where it has no such field. */
export function photosIn(body: unknown): readonly Photo[] {
	const named = typeof body === 'object' && body !== null && 'photos' in body ? body.photos : null;
	return Array.isArray(named) ? (named as readonly Photo[]) : [];
}
