/** What a scan feels and sounds like: good is one high tone and a short buzz, anything else two low ones. */
export type Sign = 'good' | 'again' | 'bad';

const TONES: Readonly<Record<Sign, readonly number[]>> = { good: [1320], again: [440, 440], bad: [330, 330] };
const TONE_MILLIS = 90;

/** Opened by the tap that opens the scanner; browsers give sound only after one. */
export class Signal {
	#audio: AudioContext | null = null;

	open(): void {
		const { AudioContext: Audio } = globalThis as { AudioContext?: typeof AudioContext };
		this.#audio ??= Audio ? new Audio() : null;
		void this.#audio?.resume().catch(() => undefined);
	}

	give(sign: Sign): void {
		const tones = TONES[sign];
		const { vibrate } = navigator as { vibrate?: (pattern: number[]) => boolean };
		vibrate?.call(
			navigator,
			tones.flatMap(() => [70, 60])
		);
		const audio = this.#audio;
		if (audio?.state !== 'running') return;
		for (const [at, pitch] of tones.entries()) {
			const tone = audio.createOscillator();
			const loud = audio.createGain();
			tone.frequency.value = pitch;
			loud.gain.value = 0.15;
			tone.connect(loud).connect(audio.destination);
			const from = audio.currentTime + (at * 1.6 * TONE_MILLIS) / 1000;
			tone.start(from);
			tone.stop(from + TONE_MILLIS / 1000);
		}
	}

	close(): void {
		void this.#audio?.close().catch(() => undefined);
		this.#audio = null;
	}
}
