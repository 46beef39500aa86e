/** The back camera as a stream that ends for certain, with its torch where there is one, and a screen that stays on. */

/** `refused`: the person or the browser said no; `none`: there is no camera, or the address is not a safe one. */
export type CameraTrouble = 'refused' | 'none';

export interface Camera {
	/** Null: this camera has no torch. */
	readonly torch: ((on: boolean) => Promise<void>) | null;
	close(): void;
}

type WithTorch = MediaTrackCapabilities & { readonly torch?: boolean };

/** Shows the camera in `video`. */
export async function openCamera(video: HTMLVideoElement): Promise<Camera | CameraTrouble> {
	const { mediaDevices } = navigator as { mediaDevices?: MediaDevices };
	if (!mediaDevices) return 'none';
	let stream: MediaStream;
	try {
		stream = await mediaDevices.getUserMedia({
			audio: false,
			video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } }
		});
	} catch (error) {
		return error instanceof DOMException && error.name === 'NotAllowedError' ? 'refused' : 'none';
	}
	video.srcObject = stream;
	// A page that is left while the picture starts: there is nothing to show any more.
	await video.play().catch(() => undefined);
	const [track] = stream.getVideoTracks();
	// Not on every browser of the floor, whatever the types say.
	const able = (track as { getCapabilities?: () => WithTorch } | undefined)?.getCapabilities?.();
	const unlock = await stayAwake();
	return {
		torch: able?.torch
			? async (on) => track?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] })
			: null,
		close() {
			for (const one of stream.getTracks()) one.stop();
			video.srcObject = null;
			unlock();
		}
	};
}

/** Keeps the screen on, where the browser can. @returns how to end it */
async function stayAwake(): Promise<() => void> {
	const { wakeLock } = navigator as { wakeLock?: WakeLock };
	const held = await wakeLock?.request('screen').catch(() => undefined);
	return () => void held?.release();
}
