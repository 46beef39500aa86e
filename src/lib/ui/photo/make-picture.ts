import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { grayOf } from '#lib/domain/gray-picture.ts';
import { withTakenTime } from '#lib/domain/jpeg-time.ts';
import { fitted, LONGEST_SIDE, MOST_BYTES, nextQuality, type Size } from '#lib/domain/photo-size.ts';
import { stampLayout, type StampWords } from '#lib/domain/photo-stamp.ts';
import type { CameraFrame } from '#lib/domain/picture-source.ts';
import { printOf, writePrint } from '#lib/domain/picture-print.ts';
import { brushOf, encode, newCanvas, type Canvas } from './canvas.ts';
import { drawStamp } from './draw-stamp.ts';
import type { MadePicture, PictureOrder } from './picture-order.ts';
import { decode } from './read-picture.ts';

const BEST_QUALITY = 0.82;
/** A picture that is too heavy at the lowest quality is made smaller, once or twice. */
const SIDES = [LONGEST_SIDE, 1280, 1024];
/** Longest side of what the print is taken of. */
const PRINT_SIDE = 192;

/**
 * Makes the photo that is kept: scaled, stamped, without anything of the original file but its time. Runs in a worker, or in the
 * page where the browser has no canvas for workers.
 * @throws where the source is no picture, or memory does not suffice
 */
export async function makePicture(order: PictureOrder): Promise<MadePicture> {
	const { source, use, takenAt } = order;
	const picture = source.from === 'frame' ? await copied(source.frame) : await decode(source.file);
	try {
		const words = order.stamp(takenAt);
		if (source.from === 'photo') {
			const height = picture.height - stampLayout(picture.width).band;
			return await finish(draw(picture, { width: picture.width, height }, height, words), takenAt, []);
		}
		const prints = writePrint(printOf(grayFrom(picture), use === 'sheet'));
		let made: MadePicture | null = null;
		for (const side of SIDES) {
			const size = besideStamp(picture, side);
			made = await finish(draw(picture, size, picture.height, words), takenAt, prints);
			if (made.bytes.byteLength <= MOST_BYTES * 1.15) break;
		}
		if (!made) throw new Error('picture: not made');
		return made;
	} finally {
		picture.close();
	}
}

/** A frame as a picture; what the camera lent is given back. */
async function copied(frame: CameraFrame): Promise<ImageBitmap> {
	if (frame instanceof ImageBitmap) return frame;
	try {
		return await createImageBitmap(frame);
	} finally {
		frame.close();
	}
}

/** Size of the picture so that it and its stamp together have no side longer than `side`. */
function besideStamp(picture: Size, side: number): Size {
	const first = fitted(picture, side);
	const { band } = stampLayout(first.width);
	return first.height + band <= side ? first : fitted(first, side - band);
}

function draw(picture: ImageBitmap, size: Size, sourceHeight: number, words: StampWords): Canvas {
	const canvas = newCanvas(size.width, size.height + stampLayout(size.width).band);
	const brush = brushOf(canvas, { alpha: false });
	brush.imageSmoothingQuality = 'high';
	brush.drawImage(picture, 0, 0, picture.width, sourceHeight, 0, 0, size.width, size.height);
	drawStamp(brush, size.width, size.height, words);
	return canvas;
}

function grayFrom(picture: ImageBitmap) {
	const { width, height } = fitted(picture, PRINT_SIDE);
	const brush = brushOf(newCanvas(width, height), { alpha: false, willReadFrequently: true });
	brush.imageSmoothingQuality = 'high';
	brush.drawImage(picture, 0, 0, width, height);
	return grayOf(width, height, brush.getImageData(0, 0, width, height).data);
}

async function finish(
	canvas: Canvas,
	takenAt: string | null,
	prints: readonly string[]
): Promise<MadePicture> {
	let quality = BEST_QUALITY;
	let file = await encode(canvas, quality);
	for (
		let next = nextQuality(quality, file.length);
		next !== null;
		next = nextQuality(quality, file.length)
	) {
		quality = next;
		file = await encode(canvas, quality);
	}
	const { buffer } = withTakenTime(file, takenAt);
	const hash = bytesToHex(sha256(new Uint8Array(buffer)));
	return { bytes: buffer, sha256: hash, width: canvas.width, height: canvas.height, takenAt, prints };
}
