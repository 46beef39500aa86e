/** A phone that takes photos, with its real storage, engine and lane, joined to the server's real ends. */
import { createPhotoStore, type PhotoStore } from '#lib/storage/photos/photo-store.ts';
import { addDraftPhoto } from '#lib/storage/photos/draft-photos.ts';
import { draftKey } from '#lib/storage/drafts.ts';
import { ACCOUNT_HEADER } from '#lib/protocol/push.ts';
import { UPLOADS_PATH } from '#lib/protocol/upload.ts';
import { createPhotoLane, type PhotoLane } from '#lib/sync/attachments/lane.ts';
import type { LanePorts } from '#lib/sync/attachments/lane-ports.ts';
import type { Http, HttpRequest } from '#lib/sync/ports.ts';
import { visit } from '#lib/records/visit/visit.ts';
import { createTestPhone, type TestPhone } from '#tests/phone/test-phone.ts';
import { body, type Deployment, type Person } from './deployment.ts';
import type { Receiver, Taken } from './photo-files.ts';
import { serve } from './serve-phone.ts';

/** What becomes of a request about a file: its body as it arrives, or an error for one that gets no answer. */
export type Road = (request: HttpRequest) => { readonly arrives?: number; readonly isAnswered?: boolean };

export interface PhotoPhone {
	readonly phone: TestPhone;
	readonly lane: PhotoLane;
	readonly store: PhotoStore;
	/** Requests about files, in order. */
	readonly asked: HttpRequest[];
	/** Takes photos for a visit and saves it; the visit's id. */
	save(taken: readonly Taken[]): Promise<string>;
	/** `id state` of all photos. */
	standing(): Promise<Record<string, string>>;
}

export async function photoPhone(
	town: Deployment,
	receiver: Receiver,
	who: Person,
	options: { road?: Road; ports?: Partial<LanePorts>; seed?: number } = {}
): Promise<PhotoPhone> {
	const asked: HttpRequest[] = [];
	const text = serve(town.database, who, town.device(who), () => town.now);
	const http: Http = async (request) => {
		if (!request.path.startsWith(UPLOADS_PATH)) return text(request);
		asked.push(request);
		const { arrives, isAnswered = true } = options.road?.(request) ?? {};
		const id = request.path.split('/')[3] ?? null;
		const { method = 'POST', headers } = request;
		// A phone has a session of each of its persons; the request says whose counts.
		const sender = (headers[ACCOUNT_HEADER] ?? who) as Person;
		const answer = await receiver.ask(sender, method, id, headers, [request.body.slice(0, arrives)]);
		if (!isAnswered) throw new Error('cut');
		return {
			...{ status: answer.status, contentType: answer.headers['content-type'] ?? '', text: '' },
			retryAfter: answer.headers['retry-after'] ?? null,
			header: (name) => answer.headers[name] ?? null
		};
	};
	const phone = await createTestPhone({
		...{ account: who, deviceId: town.device(who), start: town.now.getTime(), http: () => http },
		...(options.seed === undefined ? {} : { seed: options.seed })
	});
	const store = createPhotoStore(phone.databases);
	const lane = createPhotoLane({
		...{ store, http, clock: phone.clock, random: phone.random, pieceBytes: 1_000 },
		identity: { accountId: who, deviceId: town.device(who) },
		lock: async (_name, work) => {
			await work();
			return true;
		},
		log: () => {},
		link: () => 'unknown',
		whenTextIsIdle: () => phone.engine.whenIdle(),
		...options.ports
	});
	return {
		...{ phone, lane, store, asked },
		async save(taken) {
			const recordId = phone.newId();
			for (const { photo, bytes } of taken)
				await addDraftPhoto(phone.databases, draftKey('visit', recordId), photo, bytes.slice().buffer);
			const content = body({ photos: taken.map(({ photo }) => photo) });
			return phone.save('visit', content, { recordId, schema: visit.version });
		},
		async standing() {
			const rows = await phone.databases.saves.run((database) => database.attachments.toArray());
			return Object.fromEntries(rows.map((row) => [row.id, row.state]));
		}
	};
}
