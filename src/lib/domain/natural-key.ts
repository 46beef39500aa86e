/**
 * Who a row of an attendance or of a hand-out is about, as a text that is the same on every phone: the worker's card where
 * there is one, else the roster's row, else the name with the organisation. Two rows with one key are one person.
 */
import { nameKey } from './person-name.ts';

export interface KeyedPerson {
	/** Id that a worker's card says. */
	readonly card: string | null;
	/** Id of the roster's row. */
	readonly roster: string | null;
	readonly name: string;
	/** Code of a listed organisation, or null. */
	readonly organisation: string | null;
	/** Organisation in free words, where none is listed. */
	readonly organisationText: string;
}

/** What input methods write in several ways and people read as the same: width, case, spaces and brackets of a unit's name. */
function organisationKey(text: string): string {
	return text.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase();
}

/** The key, or null where nobody is named. A listed organisation and the same in free words are two. */
export function naturalKey(person: KeyedPerson): string | null {
	if (person.card) return `card:${person.card}`;
	if (person.roster) return `roster:${person.roster}`;
	const name = nameKey(person.name);
	if (name === '') return null;
	const organisation = person.organisation
		? `=${person.organisation}`
		: organisationKey(person.organisationText);
	return `name:${name}\n${organisation}`;
}
