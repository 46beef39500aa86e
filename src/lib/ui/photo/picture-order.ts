import type { PhotoUse } from '#lib/domain/photo.ts';
import type { PictureSource } from '#lib/domain/picture-source.ts';
import type { StampWords } from '#lib/domain/photo-stamp.ts';

export interface PictureOrder {
	readonly source: PictureSource;
	/** A sheet gets a finer print. */
	readonly use: PhotoUse;
	/** Words of the stamp, by the instant the picture was taken, null where the file does not say. */
	readonly stamp: (takenAt: string | null) => StampWords;
	/** When it was taken; null where that is not known. */
	readonly takenAt: string | null;
}

export interface MadePicture {
	readonly bytes: ArrayBuffer;
	/** SHA-256 of the bytes, hex. */
	readonly sha256: string;
	readonly width: number;
	readonly height: number;
	readonly takenAt: string | null;
	/** Print of the picture before the stamp; empty for one whose stamp alone was written anew. */
	readonly prints: readonly string[];
}
