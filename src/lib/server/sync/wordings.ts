import { hash } from 'node:crypto';
import { compiledOnce } from '#lib/server/database/compiled-once.ts';
import { insertRows } from '#lib/server/database/insert-rows.ts';
import { listed } from '#lib/server/database/listed.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import { keepTerms } from './search-terms.ts';

/**
 * The same words have the same id in every database: the first 96 bits of their SHA-256. Many records share theirs (a place
 * that is served every week), so a search reads far fewer texts than there are records.
 */
export function wordingId(text: string): string {
	return hash('sha256', text, 'base64url').slice(0, 16);
}

const findWordings = compiledOnce((db, ids: readonly string[]) =>
	db.selectFrom('wording').select('id').where('id', 'in', listed(db, ids))
);

/** Writes the words that are not there yet, in the order of their ids: two writers of the same never wait in a circle. */
export async function keepWordings(trx: Trx, texts: ReadonlyMap<string, string>): Promise<void> {
	if (texts.size === 0) return;
	const there = await findWordings(trx, [...texts.keys()]);
	const known = new Set(there.map(({ id }) => id));
	const rows = [...texts]
		.filter(([id]) => !known.has(id))
		.sort(([one], [other]) => (one < other ? -1 : 1))
		.map(([id, text]) => ({ id, text }));
	if (rows.length === 0) return;
	await insertRows(trx, 'wording', ['id', 'text'], rows, 'on conflict do nothing');
	await keepTerms(trx, rows);
}
