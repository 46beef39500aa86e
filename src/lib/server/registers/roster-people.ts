import { inChunks } from '#lib/server/database/in-chunks.ts';
import type { Sql } from '#lib/server/database/schema.ts';

interface Person {
	readonly card: string | null;
	readonly roster: string | null;
	readonly name: string;
}

export interface RosterPerson {
	readonly name: string;
	readonly phone: string;
}

/** Phones know masked names alone; a register has those of the unit's own roster, for as long as that is kept. */
export async function rosterPeople(
	db: Sql,
	people: readonly Person[]
): Promise<(person: Person) => RosterPerson> {
	const found = new Map<string, RosterPerson>();
	for (const [column, values] of [
		['card_id', people.flatMap(({ card }) => card ?? [])],
		['id', people.flatMap(({ card, roster }) => (card ? [] : (roster ?? [])))]
	] as const) {
		for (const chunk of inChunks([...new Set(values)], 500)) {
			const rows = await db
				.selectFrom('roster_row')
				.select([`roster_row.${column} as key`, 'name', 'phone'])
				.where(`roster_row.${column}`, 'in', chunk)
				.execute();
			for (const { key, name, phone } of rows) found.set(key, { name, phone });
		}
	}
	return (person) =>
		found.get(person.card ?? person.roster ?? '') ?? {
			name: person.name || person.card || '',
			phone: ''
		};
}
