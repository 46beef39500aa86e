/** Words that stand nowhere else, so that an answer can be searched for them. */
import type { Fact, Level } from './oracle.ts';

let count = 0;
/** A person's name, of rare characters: none of the sample's. */
export function rareName(): string {
	count++;
	return `阮${String.fromCodePoint(0x9f00 + (count % 0xa0))}${String.fromCodePoint(0x9a00 + count)}`;
}
export const rareWords = (about: string) => `${about}漏斗${++count}号`;
/** A number that no other has. */
export const rareNumber = () => ++count;

/** Who is told of what is planted besides its recorder and who handles its region. */
export interface Told {
	/** Its team, while it is open work. */
	readonly team?: string | null;
	/** Others by the rule of a scope. */
	readonly besides?: readonly string[];
}

/** Facts about what one person of a region wrote. */
export class Notes {
	readonly facts: Fact[] = [];
	readonly #region: string;
	readonly #owner: string;

	constructor(region: string, owner: string) {
		this.#region = region;
		this.#owner = owner;
	}

	note(text: string, what: string, level: Level, told: Told = {}): string {
		const { team = null, besides = [] } = told;
		const where = { level, region: this.#region, owner: this.#owner, team, besides };
		this.facts.push({ text, what: `${what} of ${this.#region}`, ...where });
		return text;
	}

	words(about: string, level: Level, told: Told = {}): string {
		return this.note(rareWords(about), about, level, told);
	}

	name(about: string, told: Told = {}): string {
		return this.note(rareName(), about, 'person', told);
	}
}
