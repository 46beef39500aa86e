import { hasOffscreen } from './canvas.ts';
import type { PhotoUse } from '#lib/domain/photo.ts';
import type { PictureSource } from '#lib/domain/picture-source.ts';
import type { MadePicture, PictureOrder } from './picture-order.ts';
import { stampAt, type PictureAnswer, type PictureRequest, type StampParts } from './picture-request.ts';

/** Makes photos beside the page where the browser can, else in it. Close it when no more are to be made. */
export class PictureMaker {
	#worker: Worker | null = null;
	#closed = false;
	#count = 0;
	readonly #waiting = new Map<number, (made: MadePicture | null) => void>();

	/**
	 * Null: the source is no picture that this browser reads, or memory does not suffice.
	 * @param taken when a frame was taken; a file says it itself
	 */
	async make(
		source: PictureSource,
		use: PhotoUse,
		taken: string | null,
		stamp: StampParts
	): Promise<MadePicture | null> {
		const takenAt = source.from === 'file' ? await takenAtOf(source.file) : taken;
		if (this.#closed) return null;
		const worker = this.#start();
		if (!worker) return this.#makeHere({ source, use, takenAt }, stamp);
		const id = ++this.#count;
		const made = new Promise<MadePicture | null>((done) => this.#waiting.set(id, done));
		const request: PictureRequest = { id, source, use, takenAt, stamp };
		worker.postMessage(request, source.from === 'frame' ? [source.frame] : []);
		return made;
	}

	close(): void {
		this.#closed = true;
		this.#stop();
	}

	/** Ends the worker, and with it what it was at; the next picture starts another. */
	#stop(): void {
		this.#worker?.terminate();
		this.#worker = null;
		for (const done of this.#waiting.values()) done(null);
		this.#waiting.clear();
	}

	#start(): Worker | null {
		if (this.#worker || !hasOffscreen()) return this.#worker;
		const worker = new Worker(new URL('./picture-worker.ts', import.meta.url), { type: 'module' });
		worker.onmessage = ({ data }: MessageEvent<PictureAnswer>) => {
			this.#waiting.get(data.id)?.(data.made);
			this.#waiting.delete(data.id);
		};
		worker.onerror = () => this.#stop();
		this.#worker = worker;
		return worker;
	}

	async #makeHere(order: Omit<PictureOrder, 'stamp'>, stamp: StampParts): Promise<MadePicture | null> {
		const { makePicture } = await import('./make-picture.ts');
		try {
			return await makePicture({ ...order, stamp: (taken) => stampAt(stamp, taken) });
		} catch {
			return null;
		}
	}
}

/** Read here, so that the reader of EXIF is kept on phones once and not in the worker as well. */
async function takenAtOf(file: Blob): Promise<string | null> {
	const { readTakenAt } = await import('./read-taken-at.ts');
	return readTakenAt(file);
}
