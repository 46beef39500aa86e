/** A phone takes photos for a visit, keeps each as it is taken, and saves. */
import { createHash } from 'node:crypto';
import type { Photo } from '#lib/domain/photo.ts';
import { visitSample } from '#lib/records/visit/sample.ts';
import { visit } from '#lib/records/visit/visit.ts';
import { draftKey } from '#lib/storage/drafts.ts';
import { addDraftPhoto } from '#lib/storage/photos/draft-photos.ts';
import type { SimPhone } from './phone.ts';
import { REGIONS, TEAM_OF } from './population.ts';
import type { World } from './world.ts';

/** So long are the pieces in which a simulated phone sends a file. */
export const PIECE = 64;

function takePhoto(phone: SimPhone): { photo: Photo; bytes: Uint8Array<ArrayBuffer> } {
	const { random } = phone.parts;
	// Some are alike: two people hold their phones over the same poster.
	const length = random.chance(0.2) ? PIECE : 4 + random.int(5 * PIECE);
	const bytes = random.chance(0.2) ? new Uint8Array(length) : new Uint8Array(random.bytes(length));
	bytes.set([0xff, 0xd8, 0xff]);
	const photo: Photo = {
		...{ id: phone.newId(), use: 'scene', mime: 'image/jpeg', bytes: length },
		sha256: createHash('sha256').update(bytes).digest('hex'),
		...{ width: 1600, height: 1200, takenAt: null, source: 'camera', publicity: false, prints: [] }
	};
	return { photo, bytes };
}

export function takePhotos(world: World, phone: SimPhone, count: number): Promise<void> {
	const text = `${phone.name}-${++world.texts}`;
	const recordId = phone.newId();
	const taken = Array.from({ length: count }, () => takePhoto(phone));
	const body = {
		...visitSample,
		...{ region: REGIONS[0], team: TEAM_OF[phone.account] ?? null, organisation: null },
		...{ situation: text, remark: text, placeText: text, photos: taken.map(({ photo }) => photo) }
	};
	const storage = world.memory.lossesOf(phone);
	return phone.act('photos', async (databases) => {
		for (const { photo, bytes } of taken) {
			await addDraftPhoto(databases, draftKey('visit', recordId), photo, bytes.slice().buffer);
			const before = { isSaved: false, wasAtServer: false, wasTakenBack: false };
			world.memory.photos.set(photo.id, { photo, bytes, recordId, phone, storage, ...before });
		}
		await phone.save(databases, [phone.work('put', 'visit', recordId, body, visit.version)]);
	});
}
