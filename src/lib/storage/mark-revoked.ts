import type { Databases } from './databases.ts';
import { lastToSend } from './outbox.ts';

/**
 * From now on nothing of the person is saved any more: what is on this phone is about to be erased. Not as long as something
 * saved waits to be sent; a save and this come one after the other.
 * @returns whether it was marked
 */
export function markRevoked({ pulls }: Databases): Promise<boolean> {
	return pulls.run((database) =>
		database.transaction('rw', ['outbox', 'meta'], async () => {
			if (await lastToSend(database)) return false;
			await database.meta.put({ key: 'revoked', value: true });
			return true;
		})
	);
}
