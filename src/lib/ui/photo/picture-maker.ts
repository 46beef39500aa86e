import { hasOffscreen } from './canvas.ts';
import type { PhotoUse } from '#lib/domain/photo.ts';
import type { PictureSource } from '#lib/domain/picture-source.ts';
import type { MadePicture, PictureOrder } from './picture-order.ts';
import { stampAt, type PictureAnswer, type PictureRequest, type StampParts } from './picture-request.ts';

/** Milliseconds for one picture: of 12 megapixels a slow phone makes one in five seconds. */
const PATIENCE = 30_000;

/** Makes photos beside the page where the browser can, else in it. Close it when no more are to be made. */
export class PictureMaker {
	readonly #patience: number;
	#worker: Worker | null = null;
	#closed = false;
	#count = 0;
	readonly #waiting = new Map<number, (made: MadePicture | null) => void>();
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(patience = PATIENCE) {
		this.#patience = patience;
	}

	/**
	 * Null: the source is no picture that this browser reads, memory does not suffice, or it is not done in time - a worker may
	 * hang, and a file of another app may be on its way from somewhere.
	 * @param taken when a frame was taken; a file says it itself
	 */
	async make(
		source: PictureSource,
		use: PhotoUse,
		taken: string | null,
		stamp: StampParts
	): Promise<MadePicture | null> {
		const takenAt = source.from === 'file' ? await this.#inTime(takenAtOf(source.file)) : taken;
		if (this.#closed) return null;
		const worker = this.#start();
		if (!worker) return this.#inTime(makeHere({ source, use, takenAt }, stamp));
		const id = ++this.#count;
		const made = new Promise<MadePicture | null>((done) => this.#waiting.set(id, done));
		if (this.#waiting.size === 1) this.#watch();
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
		clearTimeout(this.#timer);
		this.#worker?.terminate();
		this.#worker = null;
		for (const done of this.#waiting.values()) done(null);
		this.#waiting.clear();
	}

	/** One picture is made after the other: the time of the next one begins with the end of the one before it. */
	#watch(): void {
		clearTimeout(this.#timer);
		if (this.#waiting.size > 0) this.#timer = setTimeout(() => this.#stop(), this.#patience);
	}

	#start(): Worker | null {
		if (this.#worker || !hasOffscreen()) return this.#worker;
		const worker = new Worker(new URL('./picture-worker.ts', import.meta.url), { type: 'module' });
		worker.onmessage = ({ data }: MessageEvent<PictureAnswer>) => {
			this.#waiting.get(data.id)?.(data.made);
			this.#waiting.delete(data.id);
			this.#watch();
		};
		worker.onerror = () => this.#stop();
		this.#worker = worker;
		return worker;
	}

	/** Null: not done in time. */
	async #inTime<Result>(work: Promise<Result>): Promise<Result | null> {
		let timer: ReturnType<typeof setTimeout> | undefined;
		const late = new Promise<null>((settle) => {
			timer = setTimeout(() => settle(null), this.#patience);
		});
		return Promise.race([work, late]).finally(() => clearTimeout(timer));
	}
}

async function makeHere(order: Omit<PictureOrder, 'stamp'>, stamp: StampParts): Promise<MadePicture | null> {
	try {
		const { makePicture } = await import('./make-picture.ts');
		return await makePicture({ ...order, stamp: (taken) => stampAt(stamp, taken) });
	} catch {
		return null;
	}
}

/** Read here, so that the reader of EXIF is kept on phones once and not in the worker as well. */
async function takenAtOf(file: Blob): Promise<string | null> {
	const { readTakenAt } = await import('./read-taken-at.ts');
	return readTakenAt(file);
}
