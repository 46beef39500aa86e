import { m } from '#lib/i18n.ts';
import type { StoreTrouble } from './store-trouble.ts';

/** What a person is told who can put it right. */
export function storeTroubleText(trouble: StoreTrouble): string {
	switch (trouble) {
		case 'key':
			return m.photo_store_key();
		case 'secret':
			return m.photo_store_secret();
		case 'bucket':
			return m.photo_store_bucket();
		case 'clock':
			return m.photo_store_clock();
		case 'denied':
			return m.photo_store_denied();
		case 'full':
			return m.photo_store_full();
		case 'away':
			return m.photo_store_away();
		case 'other':
			return m.photo_store_other();
	}
}
