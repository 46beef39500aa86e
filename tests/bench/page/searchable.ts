import { handout } from '#lib/records/handout/handout.ts';
import type { Handout } from '../handouts.ts';
import { readBody } from './read-body.ts';
import { freshHandouts } from './records.ts';

/** The word that product and peers are asked for. */
export const WORD = 'ws23';

/** Fresh records with the text that the product searches in. */
export function searchableHandouts(count: number, seed: number): (Handout & { searchText: string })[] {
	return freshHandouts(count, seed).map((record) => {
		const { id: _id, ...body } = record;
		return { ...record, searchText: readBody('handout', handout.version, body)?.searchText ?? '' };
	});
}
