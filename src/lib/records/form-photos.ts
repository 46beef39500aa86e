import type { FoundPicture } from '#lib/domain/found-picture.ts';
import type { PhotoUse } from '#lib/domain/photo.ts';
import type { PictureSource } from '#lib/domain/picture-source.ts';

/**
 * What became of a picture: `unread` is no picture, or could not be made in time; `full` the record takes no more; `no-room`
 * the phone has none; `not-kept` its storage failed, or is open for reading only.
 */
export type PhotoOutcome = 'added' | 'unread' | 'full' | 'no-room' | 'not-kept';

/** Photos of the open form: each is on the phone before the form shows it. */
export interface FormPhotos {
	/** Writes what was typed: a phone may end the browser to have memory for its camera or gallery. */
	prepare(): Promise<void>;
	/** Never throws. */
	add(source: PictureSource, use: PhotoUse): Promise<PhotoOutcome>;
	/** Takes a photo out of the form; its file too, unless a saved record has it. */
	drop(id: string): Promise<void>;
	/** Its picture; null where this phone does not have it and the server does not give it. */
	open(id: string): Promise<FoundPicture>;
	/** How many of the form's photos for these uses this phone has lost. Never throws. */
	lost(uses: readonly PhotoUse[]): Promise<number>;
	/** R33: the notice is accepted once a person and phone. */
	isNoticeAccepted(): Promise<boolean>;
	acceptNotice(): Promise<void>;
}
