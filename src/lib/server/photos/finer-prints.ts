/**
 * The finer print of a sheet for apps of before there were any: they take a photo with more than twelve texts for a spoilt one,
 * so that its person could not correct the record. They are shown it without, and what comes back is joined with what is known.
 */
import type { Body } from '#lib/domain/merge.ts';
import { photosIn, type Photo } from '#lib/domain/photo.ts';
import { PRINT_TEXTS } from '#lib/domain/picture-print.ts';

const withPrints = (body: Body, prints: (photo: Photo) => readonly string[]): Body => ({
	...body,
	photos: photosIn(body).map((photo) => ({ ...photo, prints: prints(photo) }))
});

const isShort = ({ prints }: Photo): boolean => prints.length <= PRINT_TEXTS;

/** A body as such a phone is shown it. */
export function withoutFinerPrints(body: unknown): unknown {
	return photosIn(body).every(isShort)
		? body
		: withPrints(body as Body, ({ prints }) => prints.slice(0, PRINT_TEXTS));
}

/** A body as it was sent, with the finer prints of photos that the record has already. */
export function withKnownPrints(sent: Body, known: Body): Body {
	const finer = new Map(
		photosIn(known)
			.filter((photo) => !isShort(photo))
			.map((photo) => [photo.id, photo])
	);
	if (finer.size === 0) return sent;
	return withPrints(sent, (photo) => {
		const before = finer.get(photo.id);
		const isKnown =
			before?.sha256 === photo.sha256 &&
			photo.prints.length === PRINT_TEXTS &&
			photo.prints.every((text, at) => text === before.prints[at]);
		return isKnown ? before.prints : photo.prints;
	});
}
