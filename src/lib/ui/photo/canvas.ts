/** A surface to draw on: one that a worker has too, or one of the page where the browser has no other. */
export type Canvas = OffscreenCanvas | HTMLCanvasElement;
export type Brush = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D;

export const hasOffscreen = (): boolean =>
	typeof OffscreenCanvas !== 'undefined' && 'convertToBlob' in OffscreenCanvas.prototype;

export function newCanvas(width: number, height: number): Canvas {
	if (hasOffscreen()) return new OffscreenCanvas(width, height);
	const canvas = document.createElement('canvas');
	canvas.width = width;
	canvas.height = height;
	return canvas;
}

/** @throws an Error where the browser has no memory left for a picture of this size */
export function brushOf(canvas: Canvas, options?: CanvasRenderingContext2DSettings): Brush {
	const brush = canvas.getContext('2d', options) as Brush | null;
	if (!brush) throw new Error('canvas: no room');
	return brush;
}

/** The canvas as a JPEG file; `quality` from 0 to 1. */
export async function encode(canvas: Canvas, quality: number): Promise<Uint8Array<ArrayBuffer>> {
	const blob =
		'convertToBlob' in canvas
			? await canvas.convertToBlob({ type: 'image/jpeg', quality })
			: await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality));
	if (!blob) throw new Error('canvas: not encoded');
	return new Uint8Array(await blob.arrayBuffer());
}
