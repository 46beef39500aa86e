/** The worker's side of `PictureMaker`: one picture after the other. */
import { stampAt, type PictureAnswer, type PictureRequest } from './picture-request.ts';
import { makePicture } from './make-picture.ts';

/** As much of a worker's scope as is used; the page's types do not have it. */
interface Scope {
	onmessage: ((event: MessageEvent<PictureRequest>) => void) | null;
	postMessage(answer: PictureAnswer, transfer?: readonly ArrayBuffer[]): void;
}
const scope = self as unknown as Scope;
let queue = Promise.resolve();

async function answer({ id, stamp, ...order }: PictureRequest): Promise<void> {
	try {
		const made = await makePicture({ ...order, stamp: (taken) => stampAt(stamp, taken) });
		scope.postMessage({ id, made }, [made.bytes]);
	} catch {
		scope.postMessage({ id, made: null });
	}
}

scope.onmessage = ({ data }) => {
	queue = queue.then(() => answer(data));
};
