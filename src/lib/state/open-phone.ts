/** Composition root of the browser: the one place where the phone's real clock, network and database come together. */
import type { Phone } from './phone.ts';

/** Opens the phone: lists its persons; nothing is sent. Call once, in the field layout. */
export function openPhone(): Promise<Phone> {
	return Promise.reject(new Error('not built yet'));
}
