import { uuidV7 } from '#lib/domain/ids.ts';

/** A new id for a row or record made on this phone. */
export function newId(): string {
	return uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
}

/** The phone's own clock, as an instant. */
export function nowInstant(): string {
	return new Date().toISOString();
}
