import type { PersonRow } from '#lib/storage/schema.ts';
import type { PhonePerson } from './contract.ts';

/** True for what the phone leaves of a person when the server took the phone away. */
export const isErased = (row: PersonRow) => row.sessionTrouble === 'device' && !row.signedIn;

/** What screens may know of a person who is on this phone. */
export function toPerson(row: PersonRow): PhonePerson {
	const { id, login, zh, en, team, waiting, signedIn, erasing } = row;
	const erased = isErased(row);
	return { id, login, zh, en, team, hasPin: row.pin !== null, signedIn, waiting, erased, erasing };
}
