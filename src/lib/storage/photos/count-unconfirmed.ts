import type { PersonDatabase } from '../schema.ts';
import { isLost } from './lost-photos.ts';

/** Photos of saved records that are only on this phone, as far as it knows: what erasing it would lose. */
export function countUnconfirmed(database: PersonDatabase): Promise<number> {
	const unconfirmed = database.attachments.where('state').anyOf('waits', 'refused');
	return unconfirmed.filter((row) => !isLost(row)).count();
}
