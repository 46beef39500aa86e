/** Photos and their sending, in the words of the contract. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Photo } from '#lib/domain/photo.ts';
import { NONCE_HEADER, OFFSET_STREAM, writeMetadata } from '#lib/protocol/upload.ts';
import { answerUpload, type UploadAnswer } from '#lib/server/attachments/answer-upload.ts';
import { localFiles, localParts } from '#lib/server/attachments/local-stores.ts';
import { watchedFiles } from '#lib/server/attachments/watched-files.ts';
import type { AttachmentStores } from '#lib/server/attachments/stores.ts';
import { Turns } from '#lib/server/attachments/turns.ts';
import { body, newId, type Deployment, type Person } from './deployment.ts';

export interface Taken {
	readonly photo: Photo;
	readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A file that begins as a JPEG does. */
export function takePhoto(length = 3_000): Taken {
	const bytes = new Uint8Array([0xff, 0xd8, 0xff, ...randomBytes(length - 3)]);
	const photo: Photo = {
		...{ id: newId(), use: 'scene', mime: 'image/jpeg', bytes: length },
		sha256: createHash('sha256').update(bytes).digest('hex'),
		...{ width: 1600, height: 1200, takenAt: null, source: 'camera', publicity: false, prints: [] }
	};
	return { photo, bytes };
}

type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** Whose server it is. */
export type PhotoTown = Pick<Deployment, 'database' | 'now' | 'device'>;

/** The server's end of the lane, without sessions: who sends is who the test says. */
export class Receiver {
	readonly town: PhotoTown;
	readonly folder = mkdtempSync(join(tmpdir(), 'liangfeng-lane-'));
	/** Whole files lie in `files` of the folder unless a test puts another store in its place. */
	stores: AttachmentStores = {
		parts: localParts(join(this.folder, 'begun')),
		files: watchedFiles(localFiles(join(this.folder, 'files')))
	};
	readonly #turns = new Turns();

	constructor(town: PhotoTown) {
		this.town = town;
	}

	remove(): void {
		rmSync(this.folder, { recursive: true, force: true });
	}

	async ask(
		who: string,
		method: string,
		id: string | null,
		headers: Readonly<Record<string, string>> = {},
		pieces: Pieces = []
	): Promise<UploadAnswer> {
		const { town, stores } = this;
		const all: Readonly<Record<string, string>> = { [NONCE_HEADER]: 'nonce-nonce', ...headers };
		return answerUpload(
			{ ...stores, database: town.database, turns: this.#turns, now: town.now },
			{ account: who, device: town.device(who) },
			{ method, id, header: (name) => all[name] ?? null, pieces: iterate(pieces) }
		);
	}

	announce(
		who: Person,
		{ photo }: Taken,
		changes: Readonly<Record<string, string>> = {}
	): Promise<UploadAnswer> {
		const { id, sha256, mime, bytes } = photo;
		return this.ask(who, 'POST', null, {
			'upload-length': String(bytes),
			'upload-metadata': writeMetadata({ id, sha256, mime, ...changes })
		});
	}

	look(who: Person, { photo }: Pick<Taken, 'photo'>): Promise<UploadAnswer> {
		return this.ask(who, 'HEAD', photo.id);
	}

	patch(who: Person, { photo }: Pick<Taken, 'photo'>, offset: number, pieces: Pieces): Promise<UploadAnswer> {
		const headers = { 'upload-offset': String(offset), 'content-type': OFFSET_STREAM };
		return this.ask(who, 'PATCH', photo.id, headers, pieces);
	}

	/** Announces and sends a whole file. */
	async send(who: Person, taken: Taken): Promise<UploadAnswer> {
		await this.announce(who, taken);
		return this.patch(who, taken, 0, [taken.bytes]);
	}
}

async function* iterate(pieces: Pieces): AsyncIterable<Uint8Array> {
	yield* pieces;
}

/** A visit with photos, saved by a person; its id. */
export async function visitWith(town: Deployment, who: Person, taken: readonly Taken[]): Promise<string> {
	const id = newId();
	const content = body({ photos: taken.map(({ photo }) => photo) });
	const verdict = await town.act(who, 'create', id, 0, content, { schema: 2 });
	if (verdict.outcome !== 'applied') throw new Error(JSON.stringify(verdict));
	return id;
}
