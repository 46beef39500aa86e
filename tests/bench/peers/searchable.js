import { handout } from '#lib/records/handout/handout.ts';
import { readBody } from '../page/read-body.ts';
import { freshHandouts } from '../page/records.ts';

/** The word that the product is asked for, too. */
export const WORD = 'ws23';

/** Fresh records with the text that the product searches in. */
export function searchableHandouts(count, seed) {
	return freshHandouts(count, seed).map((record) => {
		const { id: _id, ...body } = record;
		return { ...record, searchText: readBody('handout', handout.version, body)?.searchText ?? '' };
	});
}
