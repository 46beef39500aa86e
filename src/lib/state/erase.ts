/** Takes away what a phone has of a person, whose row says so (`erasing`) until the last of it is gone. */
import { erasePerson } from '#lib/storage/databases.ts';
import { isErased } from './phone-person.ts';
import type { PhonePorts } from './phone-ports.ts';

/** The database goes whatever becomes of the copies beside it. What could not be taken away is for the next start. */
export async function finishErasing(
	id: string,
	{ indexedDB, rescueOf, store }: Pick<PhonePorts, 'indexedDB' | 'rescueOf' | 'store'>
): Promise<void> {
	const parts = [erasePerson(id, indexedDB), rescueOf?.(id).clear()];
	const isLeft = (await Promise.allSettled(parts)).some(({ status }) => status === 'rejected');
	const row = await store.get(id);
	// They may have signed in anew meanwhile.
	if (isLeft || !row?.erasing) return;
	await (isErased(row) ? store.update(id, { erasing: false }) : store.remove(id));
}
