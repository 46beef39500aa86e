/** The records that everything is measured with: handouts of the sample, 730 to 760 bytes of JSON each, with fresh ids. */
import { uuidV7 } from '#lib/domain/ids.ts';
import type { HandoutBody } from '#lib/records/handout/body.ts';

/** A record as somebody without our protocol would keep it: its id and its fields. */
export type Handout = HandoutBody & { readonly id: string };

export interface Maker {
	readonly templates: readonly HandoutBody[];
	/** Newest day, `YYYY-MM-DD`; the others are of the 30 days before. */
	readonly today: string;
	/** Unix milliseconds for the ids. */
	readonly now: number;
	readonly bytes: (count: number) => Uint8Array;
	/** Next pseudo-random number, 0 <= x < 1. */
	readonly fraction: () => number;
}

const DAY = 86_400_000;

/** Numbers that are the same in each run. */
export function fractions(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 32;
	};
}

/** `count` handouts that no two of are the same: day, people, quantities and temperature differ as they do in the field. */
export function makeHandouts(count: number, maker: Maker): Handout[] {
	const { templates, fraction } = maker;
	const newest = Date.parse(`${maker.today}T00:00:00Z`);
	let made = 0;
	const newId = () => uuidV7(maker.now + (made += 7), maker.bytes(10));
	return Array.from({ length: count }, (_, at) => {
		const template = templates[at % templates.length];
		if (!template) throw new RangeError('No templates.');
		const people = 5 + Math.floor(fraction() * 120);
		const date = new Date(newest - Math.floor(fraction() * 30) * DAY).toISOString().slice(0, 10);
		return {
			id: newId(),
			...template,
			date,
			personTimes: people,
			firstTimePersons: Math.floor(people * fraction()),
			newFormPersonTimes: 0,
			temperature: 25 + Math.floor(fraction() * 150) / 10,
			lines: template.lines.map((line) => ({ ...line, id: newId(), qty: people }))
		};
	});
}
