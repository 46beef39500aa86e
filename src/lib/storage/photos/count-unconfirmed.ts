import type { PersonDatabase } from '../schema.ts';
import { isLost } from './lost-photos.ts';
import { withoutWithdrawn } from './withdrawn.ts';

/** Photos of saved records that are only on this phone, as far as it knows: what erasing it would lose. */
export async function countUnconfirmed(database: PersonDatabase): Promise<number> {
	const unconfirmed = database.attachments.where('state').anyOf('waits', 'refused');
	const rows = await unconfirmed.filter((row) => !isLost(row)).toArray();
	return (await withoutWithdrawn(database, rows)).length;
}
