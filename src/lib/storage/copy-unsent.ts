/** Copies of all that waits, from the first failure on: whatever is written after it, a browser may take for damage next time. */
import type { Databases } from './databases.ts';

/** What has no room there either, or cannot be read just then, is in the database all the same. */
export async function copyUnsent({ saves, rescue }: Databases): Promise<void> {
	if (!rescue?.isArmed) return;
	await saves
		.run((database) => database.outbox.orderBy('n').toArray())
		.then((unsent) => rescue.keep(unsent))
		.catch(() => undefined);
}
