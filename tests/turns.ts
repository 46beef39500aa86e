/** Lets several steps that run beside each other speak one after the other, each as a whole and in the order of their beginnings. */

interface Speaker {
	/** What it said while another had the word. */
	kept: string;
	isOver: boolean;
}

export interface Turn {
	say(text: string): void;
	/** It has said everything. */
	end(): void;
}

/**
 * Who began first has the word and is heard as it speaks; the others are heard when everybody before them is done.
 * @param print where it is said
 */
export class Turns {
	readonly #print: (text: string) => void;
	/** In the order of their beginnings; the first has the word. */
	readonly #speakers: Speaker[] = [];

	constructor(print: (text: string) => void) {
		this.#print = print;
	}

	begin(): Turn {
		const speaker: Speaker = { kept: '', isOver: false };
		this.#speakers.push(speaker);
		return {
			say: (text) => {
				if (this.#speakers[0] === speaker) this.#print(text);
				else speaker.kept += text;
			},
			end: () => {
				speaker.isOver = true;
				this.#passOn();
			}
		};
	}

	#passOn(): void {
		while (this.#speakers[0]?.isOver) {
			this.#speakers.shift();
			const next = this.#speakers[0];
			if (next === undefined) return;
			this.#print(next.kept);
			next.kept = '';
		}
	}
}
