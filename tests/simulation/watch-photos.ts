/** What must be true of photos on the phone that took them: truth 13, and the phone's side of truth 12. */
import { createHash } from 'node:crypto';
import type { Stored } from './disk.ts';
import type { Memory, Taken } from './memory.ts';
import type { SimPhone } from './phone.ts';

export function watchPhotos(raw: Stored, phone: SimPhone, memory: Memory): void {
	const storage = memory.lossesOf(phone);
	for (const taken of memory.photos.values())
		if (taken.phone === phone && taken.storage === storage) checkKept(raw, taken, memory);
}

/** A photo is on its phone, whole, from the moment it was taken; it is the record's as soon as the record is saved. */
function checkKept(raw: Stored, { photo, recordId, isSaved, phone }: Taken, memory: Memory): void {
	const row = raw.row('attachments', photo.id);
	if (!row) return memory.fail(13, `${phone.name} no longer knows photo ${photo.id}`);
	const isBound = row.recordId === recordId && row.state !== 'draft';
	if (isSaved && !isBound) memory.fail(12, `${phone.name} saved ${recordId} without its photo ${photo.id}`);
	const bytes = raw.row('attachmentBytes', photo.id)?.bytes;
	if (!bytes) return memory.fail(13, `${phone.name} gave up photo ${photo.id} (${row.state})`);
	const hash = createHash('sha256').update(new Uint8Array(bytes)).digest('hex');
	if (hash !== photo.sha256) memory.fail(12, `photo ${photo.id} on ${phone.name} is not what was taken`);
}
