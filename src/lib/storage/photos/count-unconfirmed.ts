import type { PersonDatabase } from '../schema.ts';

/** Photos of saved records that are only on this phone, as far as it knows: what erasing it would lose. */
export function countUnconfirmed(database: PersonDatabase): Promise<number> {
	return database.attachments.where('state').anyOf('waits', 'refused').count();
}
