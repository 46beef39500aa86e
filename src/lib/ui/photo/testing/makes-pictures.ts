/** A browser, as far as making photos goes: workers that answer as a test says. */
import type { MadePicture } from '../picture-order.ts';
import type { PictureAnswer, PictureRequest } from '../picture-request.ts';

export const MADE: MadePicture = {
	...{ bytes: new Uint8Array([1, 2, 3]).buffer, sha256: 'ab'.repeat(32), width: 4, height: 3 },
	...{ takenAt: null, prints: [] }
};

const NAMES = ['Worker', 'OffscreenCanvas'] as const;

export interface Workers {
	/** In the order in which they were started. */
	readonly all: readonly { ended: boolean }[];
	readonly asked: readonly PictureRequest[];
	/** Gives the globals back. */
	remove(): void;
}

/** @param answer what the n-th worker (from 1) makes of a request; undefined: it hangs */
export function makesPictures(
	answer: (request: PictureRequest, worker: number) => MadePicture | null | undefined
): Workers {
	const all: { ended: boolean }[] = [];
	const asked: PictureRequest[] = [];
	const put = (name: string, value: unknown) =>
		Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
	class FakeWorker {
		readonly #n = all.push({ ended: false });
		onmessage: ((event: { data: PictureAnswer }) => void) | null = null;
		postMessage(request: PictureRequest): void {
			asked.push(request);
			const made = answer(request, this.#n);
			if (made !== undefined) setTimeout(() => this.onmessage?.({ data: { id: request.id, made } }));
		}
		terminate(): void {
			const own = all[this.#n - 1];
			if (own) own.ended = true;
		}
	}
	class FakeCanvas {
		convertToBlob(): null {
			return null;
		}
	}
	put('Worker', FakeWorker);
	put('OffscreenCanvas', FakeCanvas);
	return { all, asked, remove: () => NAMES.forEach((name) => Reflect.deleteProperty(globalThis, name)) };
}
