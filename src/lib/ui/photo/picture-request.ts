import { shanghaiTime } from '#lib/domain/shanghai-time.ts';
import type { StampWords } from '#lib/domain/photo-stamp.ts';
import type { MadePicture, PictureOrder } from './picture-order.ts';

/** What a stamp says but for the time of the picture. `day` stands where that is not known. */
export interface StampParts extends Omit<StampWords, 'when'> {
	readonly day: string;
}

export interface PictureRequest extends Omit<PictureOrder, 'stamp'> {
	readonly id: number;
	readonly stamp: StampParts;
}

/** `made` null: the source is no picture, or memory does not suffice. */
export interface PictureAnswer {
	readonly id: number;
	readonly made: MadePicture | null;
}

export function stampAt({ day, ...words }: StampParts, takenAt: string | null): StampWords {
	return { ...words, when: takenAt === null ? day : shanghaiTime(takenAt) };
}
