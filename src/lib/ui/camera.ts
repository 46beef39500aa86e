/**
 * The camera that looks away from the person, for codes and for photos: a stream that ends for certain, its torch where there
 * is one, and a screen that stays lit while it is open.
 */

/** `refused`: the person or the browser said no; `missing`: none, or the address is not a safe one; `busy`: another app has it. */
export type CameraTrouble = 'refused' | 'missing' | 'busy';

export interface Camera {
	readonly stream: MediaStream;
	/** Null: this camera has no torch. @returns whether it is lit afterwards */
	readonly torch: ((lit: boolean) => Promise<boolean>) | null;
	close(): void;
}

type WithTorch = MediaTrackCapabilities & { readonly torch?: boolean };

/**
 * @param width and height: as sharp as is useful for what it is opened for
 * @param onlost another app took it, or the phone was locked
 */
export async function openCamera(
	width: number,
	height: number,
	onlost: () => void
): Promise<Camera | CameraTrouble> {
	const { mediaDevices } = navigator as { mediaDevices?: MediaDevices };
	if (!mediaDevices) return 'missing';
	let stream: MediaStream;
	try {
		stream = await mediaDevices.getUserMedia({
			audio: false,
			video: { facingMode: { ideal: 'environment' }, width: { ideal: width }, height: { ideal: height } }
		});
	} catch (error) {
		const name = error instanceof Error ? error.name : '';
		if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
		return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'missing' : 'busy';
	}
	const [track] = stream.getVideoTracks();
	track?.addEventListener('ended', onlost);
	// Not on every browser of the floor, whatever the types say.
	const able = (track as { getCapabilities?: () => WithTorch } | undefined)?.getCapabilities?.();
	const dim = stayLit();
	return {
		stream,
		torch: able?.torch
			? async (lit) => {
					try {
						await track?.applyConstraints({ advanced: [{ torch: lit } as MediaTrackConstraintSet] });
						return lit;
					} catch {
						return !lit;
					}
				}
			: null,
		close() {
			for (const one of stream.getTracks()) one.stop();
			dim();
		}
	};
}

/** Keeps the screen lit, where the browser can. It stops when the page is hidden: whoever comes back asks anew. @returns ends it */
function stayLit(): () => void {
	const { wakeLock } = navigator as { wakeLock?: WakeLock };
	if (!wakeLock) return () => undefined;
	let isOver = false;
	let isAsking = false;
	let held: WakeLockSentinel | undefined;
	async function ask() {
		if (document.hidden || isAsking || (held && !held.released)) return;
		isAsking = true;
		held = await wakeLock?.request('screen').catch(() => undefined);
		isAsking = false;
		if (isOver) void held?.release().catch(() => undefined);
	}
	const again = () => void ask();
	document.addEventListener('visibilitychange', again);
	again();
	return () => {
		isOver = true;
		document.removeEventListener('visibilitychange', again);
		void held?.release().catch(() => undefined);
	};
}
