/** The way of a phone's photos to the town: the product's own lane at one end, the server's own receiving end at the other. */
import { createHash } from 'node:crypto';
import type { Photo, PhotoType } from '#lib/domain/photo.ts';
import { UPLOADS_PATH } from '#lib/protocol/upload.ts';
import { createPhotoStore } from '#lib/storage/photos/photo-store.ts';
import { createPhotoLane } from '#lib/sync/attachments/lane.ts';
import type { Http } from '#lib/sync/ports.ts';
import type { Receiver, Taken } from '#tests/contract/photo-files.ts';
import type { TestPhone } from '#tests/phone/test-phone.ts';

/** So long are the pieces in which these phones send a file: each of theirs takes several. */
const PIECE = 128;

/** A file that begins as a JPEG does. @param id of the photo */
export function photoOf(id: string, noise: Uint8Array, mime: PhotoType = 'image/jpeg'): Taken {
	const bytes = new Uint8Array([0xff, 0xd8, 0xff, ...noise]);
	const photo: Photo = {
		...{ id, use: 'scene', mime, bytes: bytes.length },
		sha256: createHash('sha256').update(bytes).digest('hex'),
		...{ width: 1600, height: 1200, takenAt: null, source: 'camera', publicity: false, prints: [] }
	};
	return { photo, bytes };
}

/**
 * One turn of the lane, as after an exchange of records on Wi-Fi.
 * @param most pieces that arrive before the network is cut
 */
export async function sendPhotos(
	phone: TestPhone,
	identity: { readonly accountId: string; readonly deviceId: string },
	receiver: Receiver,
	most = Infinity
): Promise<void> {
	let pieces = 0;
	const http: Http = async ({ path, method = 'POST', headers, body }) => {
		if (method === 'PATCH' && ++pieces > most) throw new Error('cut');
		const id = path.slice(UPLOADS_PATH.length).split('/')[1] ?? null;
		const answer = await receiver.ask(identity.accountId, method, id, headers, [body]);
		return {
			...{ status: answer.status, contentType: '', text: '' },
			retryAfter: answer.headers['retry-after'] ?? null,
			header: (name) => answer.headers[name] ?? null
		};
	};
	const lane = createPhotoLane({
		...{ store: createPhotoStore(phone.databases), identity, http, pieceBytes: PIECE },
		...{ clock: phone.clock, random: phone.random, link: () => 'wifi', log: () => {} },
		lock: async (_name, work) => {
			await work();
			return true;
		},
		whenTextIsIdle: () => phone.engine.whenIdle()
	});
	await lane.sendNow();
	await lane.stop();
}
