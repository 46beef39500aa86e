/** What must be true of photos: truth 12, a file is whole or absent, and truth 13, bytes are kept until confirmed. */
import type { Stored } from './disk.ts';
import type { Memory, Taken } from './memory.ts';
import type { SimPhone } from './phone.ts';
import { hashOf } from './server-files.ts';
import type { SimServer } from './server.ts';

/** Photos that the server has at this instant: named by an accepted record, and the file is there. */
function isAtServer({ photo }: Taken, server: SimServer): boolean {
	if (!server.files.whole.has(photo.sha256)) return false;
	const rows = server.all(
		`select 1 from attachment join upload on upload.id = attachment.id and upload.account_id = attachment.account_id
		and upload.sha256 = attachment.sha256 where attachment.id = ? and whole_at is not null`,
		photo.id
	);
	return rows.length > 0;
}

export function watchPhotos(raw: Stored, phone: SimPhone, memory: Memory, server: SimServer): void {
	const storage = memory.lossesOf(phone);
	for (const taken of memory.photos.values())
		if (taken.phone === phone && taken.storage === storage) checkKept(raw, taken, memory, server);
}

/** A photo is on its phone, whole, from the moment it was taken until the server has it and its record. */
function checkKept(raw: Stored, taken: Taken, memory: Memory, server: SimServer): void {
	const { photo, recordId, isSaved, phone } = taken;
	const row = raw.row('attachments', photo.id);
	if (!row) return memory.fail(13, `${phone.name} no longer knows photo ${photo.id}`);
	const isBound = row.recordId === recordId && row.state !== 'draft';
	if (isSaved && !isBound) memory.fail(12, `${phone.name} saved ${recordId} without its photo ${photo.id}`);
	const bytes = raw.row('attachmentBytes', photo.id)?.bytes;
	if (bytes) {
		if (hashOf(new Uint8Array(bytes)) !== photo.sha256)
			memory.fail(12, `photo ${photo.id} on ${phone.name} is not what was taken`);
		if (row.state === 'refused') memory.fail(13, `photo ${photo.id} of ${phone.name} was refused`);
		return;
	}
	// What a restore took from the server after that is another matter.
	taken.wasAtServer ||= isAtServer(taken, server);
	if (!taken.wasAtServer) memory.fail(13, `${phone.name} gave up photo ${photo.id} (${row.state})`);
}

/** Photos that the server was seen to have. */
const seen = new WeakSet<Taken>();

/** Before a restore: remembers the photos that it may take. */
export function notePhotosBefore(memory: Memory, server: SimServer): void {
	for (const taken of memory.photos.values()) {
		const isThere = isAtServer(taken, server);
		taken.wasAtServer ||= isThere;
		taken.wasTakenBack ||= isThere;
		seen.delete(taken);
	}
}

/** Photos of saved records that the server does not have, but for those that a restore took after they were given up here. */
export function photosNotThere(raw: Stored, phone: SimPhone, memory: Memory, server: SimServer): string[] {
	const storage = memory.lossesOf(phone);
	return [...memory.photos.values()].flatMap((taken) => {
		if (taken.phone !== phone || taken.storage !== storage || !taken.isSaved || seen.has(taken)) return [];
		const { id } = taken.photo;
		if (!isAtServer(taken, server))
			return taken.wasTakenBack && raw.row('attachments', id)?.hasBytes === false ? [] : [id];
		seen.add(taken);
		return [];
	});
}

/** Every file that the server keeps or says to have is what its hash says, whole. */
export function watchFiles(server: SimServer, memory: Memory): void {
	for (const [sha256, bytes] of server.files.whole)
		if (hashOf(bytes) !== sha256) memory.fail(12, `file ${sha256.slice(0, 8)} of the server is not whole`);
	const uploads = server.all<{ id: string; sha256: string; bytes: number }>(
		'select * from upload where whole_at is not null'
	);
	for (const { id, sha256, bytes } of uploads)
		if (server.files.whole.get(sha256)?.length !== bytes)
			memory.fail(12, `the server takes photo ${id} for whole, and it is not there`);
}

/** Photos of accepted records that did not arrive although nothing keeps them. */
export function photosMissing(phone: SimPhone, memory: Memory, server: SimServer): string[] {
	const raw = phone.settled;
	if (!raw) return ['its storage'];
	const named = new Set(
		server
			.all<{ id: string }>('select id from attachment where account_id = ?', phone.account)
			.map(({ id }) => id)
	);
	return [...memory.photos.values()].flatMap((taken) => {
		const { photo } = taken;
		if (taken.phone !== phone || taken.storage !== memory.lossesOf(phone) || !named.has(photo.id)) return [];
		const row = raw.row('attachments', photo.id);
		// Given up where there was no room, before a restore took it from the server.
		if (row?.hasBytes === false) return [];
		return row?.state === 'sent' && isAtServer(taken, server) ? [] : [photo.id];
	});
}
