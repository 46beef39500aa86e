import type { Issue } from '#lib/domain/issue.ts';
import { covers } from './desk-rights.ts';
import type { DeskContext } from './desk-context.ts';
import { recordSheet, type RecordSheet } from './record-sheet.ts';

/** The rule that finds possible duplicates: same day, place and team. */
export const DUPLICATE_RULE: Issue['code'] = 'R09';

export interface DuplicatePair {
	readonly key: string;
	/** Oldest arrival first; at most six. */
	readonly sheets: readonly RecordSheet[];
}

/**
 * Groups of records that share day, place and team, and that nobody has said to be different: one page of them, the latest
 * first, and whether there are more.
 */
export async function duplicatePairs(
	context: DeskContext,
	page = 1,
	size = 8
): Promise<{ readonly pairs: readonly DuplicatePair[]; readonly more: boolean }> {
	const { reads } = context.rights;
	const groups = await context.sql
		.selectFrom('record')
		.innerJoin('flag', 'flag.record_id', 'record.id')
		.select('record.duplicate_key as key')
		.select((eb) => eb.fn.max('record.date').as('date'))
		.where('flag.code', '=', DUPLICATE_RULE)
		.where('flag.closed', '=', 0)
		.where('record.duplicate_key', 'is not', null)
		.where('record.state', 'in', ['pending', 'returned', 'approved'])
		.$if(reads !== 'all', (query) =>
			query.where('record.region', 'in', reads === 'all' || reads.length === 0 ? [''] : [...reads])
		)
		.groupBy('record.duplicate_key')
		.orderBy('date', 'desc')
		.orderBy('key')
		.limit(size + 1)
		.offset((page - 1) * size)
		.execute();
	const pairs: DuplicatePair[] = [];
	for (const group of groups.slice(0, size)) {
		const members = await context.sql
			.selectFrom('record')
			.select(['id', 'region'])
			.where('duplicate_key', '=', group.key)
			.where('state', 'in', ['pending', 'returned', 'approved', 'archived'])
			.orderBy('received_at')
			.limit(6)
			.execute();
		const sheets: RecordSheet[] = [];
		for (const member of members) {
			if (!covers(reads, member.region)) continue;
			const sheet = await recordSheet(context, member.id);
			if (sheet) sheets.push(sheet);
		}
		if (sheets.length > 1) pairs.push({ key: group.key ?? '', sheets });
	}
	return { pairs, more: groups.length > size };
}
