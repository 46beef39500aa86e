/** Photos of the form that is open: made beside the page, kept on the phone, then named by the form. */
import type { FoundPicture } from '#lib/domain/found-picture.ts';
import { MAX_PHOTOS, type Photo, type PhotoUse } from '#lib/domain/photo.ts';
import { shortNumber } from '#lib/domain/photo-stamp.ts';
import type { PictureSource } from '#lib/domain/picture-source.ts';
import { m } from '#lib/i18n.ts';
import type { FormPhotos, PhotoOutcome } from '#lib/records/form-photos.ts';
import { kindOf } from '#lib/records/index.ts';
import type { Locale } from '#lib/records/kind.ts';
import { nameOf } from '#lib/records/names.ts';
import { PHOTO_NOTICE_VERSION } from '#lib/records/photo-notice.ts';
import { stampPlace } from '#lib/records/stamp-place.ts';
import type { FieldApp, PhotoRow } from '#lib/state/contract.ts';
import type { PictureMaker } from '#lib/ui/photo/picture-maker.ts';
import type { StampParts } from '#lib/ui/photo/picture-request.ts';

/** The form as its photos see it. */
export interface PhotoForm {
	readonly kind: string;
	readonly recordId: string;
	/** Plain copy of what stands in the form. */
	body(): { readonly photos?: readonly Photo[]; readonly date: string; readonly region: string };
	setPhotos(photos: readonly Photo[]): void;
	/** Writes the form now. */
	keep(): Promise<void>;
	readonly locale: Locale;
	readonly newId: () => string;
	readonly now: () => string;
}

const nextTask = () => new Promise<void>((next) => setTimeout(next));

/** Milliseconds that a save waits for the next photo, and for stamps: longer than a picture may take (`picture-maker.ts`). */
const PATIENCE = 40_000;

/** What `work` comes to before `until`; null: it was not done by then, or failed. */
function within<Result>(work: Promise<Result>, until: number): Promise<Result | null> {
	return new Promise((settle) => {
		const timer = setTimeout(() => settle(null), Math.max(0, until - performance.now()));
		void work
			.catch(() => null)
			.then((result) => {
				clearTimeout(timer);
				settle(result);
			});
	});
}

export class DraftPhotos implements FormPhotos {
	readonly #app: FieldApp;
	readonly #form: PhotoForm;
	readonly #patience: number;
	#maker: Promise<PictureMaker> | null = null;
	/** Photos that are being made: a save waits for what was taken before it. */
	readonly #adding = new Set<Promise<PhotoOutcome>>();
	/** What the stamps of photos made since the page opened say. */
	readonly #stamped = new Map<string, string>();

	constructor(app: FieldApp, form: PhotoForm, patience = PATIENCE) {
		this.#app = app;
		this.#form = form;
		this.#patience = patience;
	}

	prepare(): Promise<void> {
		return this.#form.keep();
	}

	add(source: PictureSource, use: PhotoUse): Promise<PhotoOutcome> {
		const adding = this.#add(source, use)
			.catch((): PhotoOutcome => 'unread')
			.finally(() => this.#adding.delete(adding));
		this.#adding.add(adding);
		return adding;
	}

	async #add(source: PictureSource, use: PhotoUse): Promise<PhotoOutcome> {
		const form = this.#form;
		if (this.#named().length >= MAX_PHOTOS) return 'full';
		const isFrame = source.from === 'frame';
		const stamp = this.#stamp(isFrame ? 'camera' : 'gallery');
		const made = await (await this.#open()).make(source, use, isFrame ? form.now() : null, stamp);
		if (!made) return 'unread';
		// Each of these steps takes its time on a slow phone: between them the page answers its person.
		await nextTask();
		const { bytes, sha256, width, height, takenAt, prints } = made;
		const photo: Photo = {
			...{ id: form.newId(), use, mime: 'image/jpeg', bytes: bytes.byteLength, sha256, width, height },
			...{ takenAt, source: isFrame ? 'camera' : 'gallery', publicity: false, prints }
		};
		// Others may have been added while this one was made.
		if (this.#named().length >= MAX_PHOTOS) return 'full';
		const failure = await this.#keep(photo, bytes);
		if (failure) return failure;
		await nextTask();
		this.#stamped.set(photo.id, JSON.stringify(stamp));
		form.setPhotos([...this.#named(), photo]);
		return 'added';
	}

	async drop(id: string): Promise<void> {
		this.#form.setPhotos(this.#named().filter((photo) => photo.id !== id));
		// The form first: a page that ends in between then shows the photo again, and never one without its file.
		await this.#form.keep();
		await (await this.#app.photos()).drop(id);
	}

	async open(id: string): Promise<FoundPicture> {
		const photo = this.#named().find((one) => one.id === id);
		return photo ? (await this.#app.photos()).open(photo) : null;
	}

	async isNoticeAccepted(): Promise<boolean> {
		const accepted = await (await this.#app.photos()).notice();
		return (accepted?.version ?? 0) >= PHOTO_NOTICE_VERSION;
	}

	async acceptNotice(): Promise<void> {
		await (
			await this.#app.photos()
		).acceptNotice({
			version: PHOTO_NOTICE_VERSION,
			at: this.#form.now()
		});
	}

	/** Photos that were kept just before the page was ended, and that the draft does not name. */
	async recover(): Promise<void> {
		if (this.#form.body().photos === undefined) return;
		const rows = await this.#rows();
		const kept = rows.filter(({ hasBytes }) => hasBytes).map(({ photo }) => photo);
		const named = new Set(this.#named().map(({ id }) => id));
		const left = kept.filter(({ id }) => !named.has(id)).slice(0, MAX_PHOTOS - named.size);
		if (left.length > 0) this.#form.setPhotos([...this.#named(), ...left]);
	}

	async lost(uses: readonly PhotoUse[]): Promise<number> {
		const rows = await this.#rows().catch(() => []);
		return rows.filter(({ hasBytes, photo }) => !hasBytes && uses.includes(photo.use)).length;
	}

	async #rows(): Promise<readonly PhotoRow[]> {
		const { kind, recordId } = this.#form;
		return (await this.#app.photos()).ofDraft(kind, recordId);
	}

	/**
	 * Stamps are made with the photo, so that a save has nothing left to do; those whose place, county or day was changed
	 * since, or may have been by a page that was ended, are written anew before the save. A stamp that cannot be written
	 * anew (memory, space, time) stays: no photo holds up its record. Never throws, and ends when nothing comes any more; only a
	 * file that is being written is waited for, as one written afterwards would not be the one that the record names.
	 */
	async settle(): Promise<void> {
		const later = () => performance.now() + this.#patience;
		while (this.#adding.size > 0) if (!(await within(Promise.race(this.#adding), later()))) break;
		const until = later();
		for (const photo of await this.#ofDraft(until)) {
			const stamp = this.#stamp(photo.source);
			if (this.#stamped.get(photo.id) === JSON.stringify(stamp)) continue;
			const made = await within(this.#makeAnew(photo, stamp), until);
			if (!made) continue;
			const { sha256, width, height } = made;
			const next: Photo = { ...photo, bytes: made.bytes.byteLength, sha256, width, height };
			if (await this.#keep(next, made.bytes)) continue;
			this.#stamped.set(photo.id, JSON.stringify(stamp));
			this.#form.setPhotos(this.#named().map((one) => (one.id === photo.id ? next : one)));
		}
	}

	/** Photos that the form names and no saved record does. */
	async #ofDraft(until: number): Promise<readonly Photo[]> {
		if (this.#named().length === 0) return [];
		const rows = await within(this.#rows(), until);
		const drafts = new Set(rows?.map(({ id }) => id));
		return this.#named().filter(({ id }) => drafts.has(id));
	}

	async #makeAnew(photo: Photo, stamp: StampParts) {
		const file = await (await this.#app.photos()).open(photo);
		if (!(file instanceof Blob)) return null;
		return (await this.#open()).make({ from: 'photo', file }, photo.use, photo.takenAt, stamp);
	}

	close(): void {
		void this.#maker?.then((maker) => maker.close()).catch(() => undefined);
		this.#maker = null;
	}

	#named(): readonly Photo[] {
		return this.#form.body().photos ?? [];
	}

	/** Null: the phone has it. */
	async #keep(photo: Photo, bytes: ArrayBuffer): Promise<'no-room' | 'not-kept' | null> {
		const { kind, recordId } = this.#form;
		try {
			await (await this.#app.photos()).add(kind, recordId, photo, bytes);
			return null;
		} catch (error) {
			return error instanceof Error && 'code' in error && error.code === 'quota' ? 'no-room' : 'not-kept';
		}
	}

	#open(): Promise<PictureMaker> {
		this.#maker ??= import('#lib/ui/photo/picture-maker.ts').then(
			({ PictureMaker }) => new PictureMaker(),
			(error: unknown) => {
				// A part of the app that could not be fetched now may be the next time.
				this.#maker = null;
				throw error;
			}
		);
		return this.#maker;
	}

	#stamp(source: Photo['source']): StampParts {
		const { kind, recordId, locale } = this.#form;
		const body = this.#form.body();
		const { reference } = this.#app;
		const definition = kindOf(kind);
		return {
			day: body.date,
			county: nameOf(reference, 'region', body.region, locale),
			place: definition ? stampPlace(definition, body, reference, locale) : '',
			short: shortNumber(recordId),
			note: source === 'gallery' ? m.photo_gallery() : ''
		};
	}
}
