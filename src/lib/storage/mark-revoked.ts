import Dexie from 'dexie';
import type { Databases } from './databases.ts';

/**
 * From now on nothing of the person is saved any more: what is on this phone is about to be erased. Not as long as something
 * saved waits to be sent; a save and this come one after the other.
 * @returns whether it was marked
 */
export function markRevoked({ pulls }: Databases): Promise<boolean> {
	return pulls.run((database) =>
		database.transaction('rw', ['outbox', 'meta'], async () => {
			const lane = database.outbox.where('[lane+n]');
			const waits = await lane.between(['send', Dexie.minKey], ['send', Dexie.maxKey]).last();
			if (waits) return false;
			await database.meta.put({ key: 'revoked', value: true });
			return true;
		})
	);
}
