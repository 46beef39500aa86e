/** Why the camera gives no picture. */
export type CameraTrouble = 'refused' | 'missing' | 'busy';

/** What browsers know of torches; the types of the platform do not name it. */
interface TorchTrack extends MediaStreamTrack {
	getCapabilities(): MediaTrackCapabilities & { torch?: boolean };
}

/** Opens the camera that looks away from the person, as sharp as is useful for a photo of 1600 pixels. */
export async function openCamera(): Promise<MediaStream | CameraTrouble> {
	const { mediaDevices } = navigator as { mediaDevices?: MediaDevices };
	if (!mediaDevices) return 'missing';
	try {
		return await mediaDevices.getUserMedia({
			audio: false,
			video: { facingMode: { ideal: 'environment' }, width: { ideal: 1920 }, height: { ideal: 1440 } }
		});
	} catch (error) {
		const name = error instanceof Error ? error.name : '';
		if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
		return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'missing' : 'busy';
	}
}

export function closeCamera(stream: MediaStream): void {
	for (const track of stream.getTracks()) track.stop();
}

export function hasTorch(stream: MediaStream): boolean {
	const [track] = stream.getVideoTracks() as TorchTrack[];
	return track !== undefined && 'getCapabilities' in track && track.getCapabilities().torch === true;
}

/** @returns whether it is lit afterwards */
export async function setTorch(stream: MediaStream, lit: boolean): Promise<boolean> {
	const [track] = stream.getVideoTracks();
	try {
		await track?.applyConstraints({ advanced: [{ torch: lit } as MediaTrackConstraintSet] });
		return lit;
	} catch {
		return !lit;
	}
}

/** Keeps the screen lit until the returned function is called; where the browser cannot, nothing happens. */
export async function keepScreenLit(): Promise<() => void> {
	const { wakeLock } = navigator as { wakeLock?: WakeLock };
	try {
		const lock = await wakeLock?.request('screen');
		return () => void lock?.release().catch(() => undefined);
	} catch {
		return () => undefined;
	}
}
