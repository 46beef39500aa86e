/**
 * An inverted index over the words that records are found by (`wording`): a term is what stands between two spaces, each once,
 * and its postings say which wordings hold it. A search looks for what was typed inside the terms, which are few and short
 * beside the texts. It is written with the wordings and only grows.
 */
import { createHash } from 'node:crypto';
import { inChunks } from '#lib/server/database/in-chunks.ts';
import { insertRows } from '#lib/server/database/insert-rows.ts';
import { listed } from '#lib/server/database/listed.ts';
import type { Trx } from '#lib/server/database/schema.ts';

/**
 * A term of more wordings than this is common: it gets no further postings, since a search walks a list for it instead of
 * looking records up. So names that stand in every second record cost nothing.
 */
export const COMMON = 4_000;

const AT_ONCE = 2_000;

/** The first 72 bits of its SHA-256: the same term has the same id in every database. */
export function termId(term: string): string {
	return createHash('sha256').update(term).digest('base64url').slice(0, 12);
}

/** The different terms of a text. */
export function termsOf(text: string): string[] {
	return [...new Set(text.split(/\s+/).filter(Boolean))];
}

/**
 * Writes the terms of wordings that are new, and their postings. Rows are written in the order of their keys, so that two
 * writers never wait in a circle. Two that meet at one term may count a wording twice or pass `COMMON` by a few: neither is
 * ever asked for exactly.
 */
export async function keepTerms(
	trx: Trx,
	wordings: readonly { readonly id: string; readonly text: string }[]
): Promise<void> {
	const held = new Map<string, { text: string; wordings: string[] }>();
	for (const { id, text } of wordings) {
		for (const term of termsOf(text)) {
			const key = termId(term);
			const one = held.get(key) ?? { text: term, wordings: [] };
			one.wordings.push(id);
			held.set(key, one);
		}
	}
	const ids = [...held.keys()].sort();
	for (const chunk of inChunks(ids, AT_ONCE)) {
		const known = await trx
			.selectFrom('search_term')
			.select(['id', 'wordings'])
			.where('id', 'in', listed(trx, chunk))
			.execute();
		const before = new Map(known.map(({ id, wordings: count }) => [id, Number(count)]));
		const growing = chunk.flatMap((id) => {
			const room = COMMON + 1 - (before.get(id) ?? 0);
			const { text = '', wordings: all = [] } = held.get(id) ?? {};
			return room > 0 ? [{ id, text, added: all.slice(0, room) }] : [];
		});
		const terms = growing.map(({ id, text, added }) => ({ id, text, wordings: added.length }));
		const postings = growing.flatMap(({ id, added }) =>
			added.sort().map((wording) => ({ term: id, wording }))
		);
		const more = 'on conflict (id) do update set wordings = search_term.wordings + excluded.wordings';
		await insertRows(trx, 'search_term', ['id', 'text', 'wordings'], terms, more);
		await insertRows(trx, 'search_posting', ['term', 'wording'], postings, 'on conflict do nothing');
	}
}
