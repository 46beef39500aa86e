/** Tables that grow with the work of years, and what may nevertheless walk along all of one. */
import type { Tables } from '#lib/server/database/schema.ts';

export const BIG_TABLES = [
	...['record', 'visit', 'measure', 'flag', 'feed', 'operation', 'record_revision', 'decision', 'conflict'],
	...['stock_entry', 'stock_balance', 'stock_holding', 'stock_day', 'stock_place', 'stock_group'],
	...['attachment', 'upload', 'photo_print', 'photo_key', 'wording', 'search_term', 'search_posting'],
	...['audit_log', 'roster_row', 'figure', 'review_tally']
] as const satisfies readonly (keyof Tables | 'visit')[];

interface Walk {
	readonly table: (typeof BIG_TABLES)[number];
	/** Steps that are no offence; `rows of <table>`: those that PostgreSQL looks at are not counted. */
	readonly steps: RegExp;
	readonly statements: RegExp;
	readonly why: string;
}

export const WALKS: readonly Walk[] = [
	{
		table: 'record',
		steps: /^SCAN record USING INDEX record_date$/,
		statements:
			/^select "record"\.\*.* where .*"record"\."kind" .* order by "record"\."date" (asc|desc), "record"\."id" (asc|desc) limit \S+$/,
		why: 'a page of all counties in the order of this index: most records fit, so that the page is full soon'
	},
	{
		table: 'record',
		steps: /^SCAN record USING INDEX record_corrected_date$/,
		statements:
			/"record"\."corrected" = 1\)? .*order by "record"\."date" (asc|desc), "record"\."id" (asc|desc) limit \S+$/,
		why: 'this index holds none but what came back corrected'
	},
	{
		table: 'record',
		steps: /^rows of record$/,
		statements:
			/^select (count\(\*\) as "n"|"body") from "record" where \(?"record"\."kind" = \S+( and "record"\."region" (=|in) [^"]+)?( and|$)/,
		why: 'requests are counted by what stands in their bodies; on SQLite by an index of their kind'
	},
	{
		table: 'record',
		steps: /^rows of record$/,
		statements: /^select record\.season_key from record where record\.season_key > /,
		why: 'who received twice is found among the keys of a season, in the index: most people are there once'
	},
	{
		table: 'audit_log',
		steps: /^SCAN audit_log USING INDEX audit_log_at_id$/,
		statements:
			/(?<!"action" = \S+)(?<!\) < \(\S+, \S+\)) order by "audit_log"\."at" desc, "audit_log"\."id" desc limit \S+$/,
		why: 'the first page of all of it, in the order of this index; no other'
	},
	{
		table: 'search_term',
		steps: /^(SCAN|Seq Scan on|rows of) search_term$/,
		statements: /^select "id", "wordings" from "search_term" where text like \S+ escape '\\' limit \S+$/,
		why: 'what was typed may stand inside of any word; words are few and short beside the records'
	},
	{
		table: 'roster_row',
		steps: /^rows of roster_row$/,
		statements:
			/^select "roster_id", count\(\*\) as "n" from "roster_row" where "roster_id" in \([^)]+\) group by "roster_id"$/,
		why: 'the people of the rosters that are shown are counted, in an index'
	},
	{
		table: 'stock_group',
		steps: /^SCAN stock_group USING INDEX stock_group_open$/,
		statements: /"stock_group"\."open" = /,
		why: 'this index holds none but transfers under way'
	},
	...(['figure', 'review_tally'] as const).map((table): Walk => ({
		table,
		steps: /^(SCAN|Seq Scan on|rows of) (figure|review_tally)( USING INDEX \w+_day)?$/,
		statements: /^select [^;]*\bsum\((value|records|\(value)/,
		why: 'running sums: what is asked over all seasons, or of a county in all of them, is the sum of all that is there'
	}))
];
