/** Which records a desk list shows, and the SQL for it. One place for the queue, the explorer and the requests. */
import { sql, type ExpressionBuilder, type ExpressionWrapper, type SqlBool } from 'kysely';
import { REVIEW_STATES, type ReviewState } from '#lib/domain/review.ts';
import { kindOf, recordKinds } from '#lib/records/index.ts';
import type { Tables } from '#lib/server/database/schema.ts';
import { COUNTED } from '#lib/server/figures/counted.ts';
import { readsKind, type DeskRights } from './desk-rights.ts';
import { holdsWord, wordsOf } from './search-words.ts';

export interface RecordFilter {
	readonly kind?: string;
	readonly region?: string;
	readonly team?: string;
	/** Code of a campaign. */
	readonly season?: string;
	/** First and last day, both included. */
	readonly from?: string;
	readonly to?: string;
	readonly state?: ReviewState;
	/** Only what figures count: approved and archived. */
	readonly counted?: boolean;
	/** `open`: something to look at (open flag or conflict); `none`: nothing. */
	readonly flags?: 'open' | 'none';
	/** Came back after a return. */
	readonly corrected?: boolean;
	/** Number, foreign number, place, people; several words must all be found. */
	readonly text?: string;
	/** Only what this account recorded. */
	readonly recorder?: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const CODE = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;

/** Reads a filter out of an address. What makes no sense is left out, never an error: addresses are typed and shared. */
export function filterFromSearch(search: URLSearchParams): RecordFilter {
	const value = (name: string) => search.get(name)?.trim() || undefined;
	const when = (name: string, shape: RegExp) => {
		const found = value(name);
		return found && shape.test(found) ? found : undefined;
	};
	const kind = value('kind');
	const state = value('state');
	const flags = value('flags');
	return {
		kind: kind && kindOf(kind) ? kind : undefined,
		region: when('region', CODE),
		team: when('team', CODE),
		from: when('day', DAY) ?? when('from', DAY),
		to: when('day', DAY) ?? when('to', DAY),
		season: when('season', CODE),
		state: REVIEW_STATES.find((known) => known === state),
		counted: state === 'counted' ? true : undefined,
		flags: flags === 'open' || flags === 'none' ? flags : undefined,
		corrected: value('corrected') === '1' ? true : undefined,
		text: value('q')?.slice(0, 100)
	};
}

/** Kinds that a coordinator decides on. */
export const reviewedKinds: readonly string[] = recordKinds
	.filter((kind) => kind.reviewed)
	.map((kind) => kind.kind);

/**
 * By what a list is read on SQLite, which does not know how often a value occurs. PostgreSQL does, and chooses by itself.
 * - `any`: whatever the database takes
 * - `order`: an index that has the list's order; what may have several values is looked at row by row on the way, and does
 *   not tempt it to find all rows first and sort them
 * - `ids`: the ids that are asked for besides
 */
export type Way = 'any' | 'order' | 'ids';

/**
 * The condition for `record` rows of this filter that these rights may read. Lists of more than the reviewed kinds ask
 * for their kind by name.
 */
export function recordCondition(
	eb: ExpressionBuilder<Tables, 'record'>,
	rights: DeskRights,
	filter: RecordFilter,
	way: Way = 'any'
): ExpressionWrapper<Tables, 'record', SqlBool> {
	type Column = 'kind' | 'region' | 'state' | 'campaign' | 'team' | 'recorder' | 'date';
	// No index is taken for what is not the column itself. What came back corrected has an index of its own.
	const isBare = way === 'any' || (way === 'order' && !filter.corrected);
	const looked = (column: Column) => sql<string>`${sql.ref(`record.${column}`)} || ''`;
	const bare = (column: Column) => (isBare ? sql<string>`${sql.ref(`record.${column}`)}` : looked(column));
	const is = (column: Column, value: string) => eb(bare(column), '=', value);
	const oneOf = (column: Column, values: readonly string[]) => {
		const [only] = values;
		if (values.length === 1 && only !== undefined) return is(column, only);
		return eb(way === 'any' ? bare(column) : looked(column), 'in', [...values]);
	};
	const all: ExpressionWrapper<Tables, 'record', SqlBool>[] = [
		oneOf('kind', filter.kind ? [filter.kind] : reviewedKinds)
	];
	if (filter.kind && !readsKind(rights, filter.kind)) all.push(is('region', ''));
	if (rights.reads !== 'all') all.push(oneOf('region', rights.reads.length > 0 ? rights.reads : ['']));
	if (filter.region) all.push(is('region', filter.region));
	if (filter.state) all.push(is('state', filter.state));
	if (filter.counted) all.push(oneOf('state', COUNTED));
	if (filter.season) all.push(is('campaign', filter.season));
	if (filter.team) all.push(is('team', filter.team));
	if (filter.from) all.push(eb(way === 'ids' ? looked('date') : 'record.date', '>=', filter.from));
	if (filter.to) all.push(eb(way === 'ids' ? looked('date') : 'record.date', '<=', filter.to));
	if (filter.recorder) all.push(is('recorder', filter.recorder));
	// Said as it stands: the index that holds these alone is found by it.
	if (filter.corrected) all.push(eb('record.corrected', '=', sql.lit(1)));
	if (filter.flags === 'open')
		all.push(eb.or([eb('record.open_flags', '>', 0), eb('record.conflicts', '>', 0)]));
	if (filter.flags === 'none')
		all.push(eb.and([eb('record.open_flags', '=', 0), eb('record.conflicts', '=', 0)]));
	for (const word of wordsOf(filter.text)) all.push(holdsWord(eb, word));
	return eb.and(all);
}
