import type { CameraFrame } from '#lib/domain/picture-source.ts';
import { hasOffscreen } from './canvas.ts';

/**
 * What a playing video shows. Copying it blocks the page for a quarter of a second on a slow phone; a frame of WebCodecs is only
 * taken hold of, and copied in the worker. Copied all the same where a browser has none, or where the frame lies another way than
 * the video is shown, as a camera's does that was turned.
 */
export async function takeFrame(video: HTMLVideoElement): Promise<CameraFrame> {
	if ('VideoFrame' in globalThis && hasOffscreen()) {
		const frame = frameOf(video);
		if (frame?.displayWidth === video.videoWidth && frame.displayHeight === video.videoHeight) return frame;
		frame?.close();
	}
	return createImageBitmap(video);
}

/** Null where the browser does not give its frames away. */
function frameOf(video: HTMLVideoElement): VideoFrame | null {
	try {
		return new VideoFrame(video, { timestamp: 0 });
	} catch {
		return null;
	}
}
