/** What cards can be printed for, as far as this person's areas reach. */
import { boxId, readBoxId } from '#lib/domain/codes/box-id.ts';
import type { CodeType } from '#lib/domain/codes/code-text.ts';
import { kindOf } from '#lib/records/index.ts';
import { covers } from '#lib/server/desk/desk-rights.ts';
import type { DeskContext } from '#lib/server/desk/desk-context.ts';
import { nameIn } from '#lib/server/desk/record-list.ts';

/** One card: what its code names, and the words beside it. */
export interface CodeEntry {
	readonly id: string;
	readonly title: string;
	readonly lines: readonly string[];
}

/** Cards of workers are printed from their roster. */
export type ListedCodeType = Exclude<CodeType, 'worker' | 'box'>;

export interface EntryFilter {
	/** Words of the name, pinyin or initials; '' for all. */
	readonly text: string;
	readonly region: string | null;
	/** Only these; null for all. */
	readonly ids: readonly string[] | null;
	readonly limit: number;
}

/** @returns at most `limit` entries in order of area and name; nothing outside the areas this person reads */
export async function codeEntries(
	context: DeskContext,
	type: ListedCodeType,
	filter: EntryFilter
): Promise<readonly CodeEntry[]> {
	if (type === 'session') return sessionEntries(context, filter);
	const kind = type === 'unit' ? 'organisation' : 'station';
	const words = filter.text.toLowerCase().replace(/\s/g, '');
	return context.reference
		.all(kind)
		.filter(
			(entry) =>
				covers(context.rights.reads, entry.region) &&
				(filter.region === null || entry.region === filter.region) &&
				(filter.ids === null || filter.ids.includes(entry.code)) &&
				[
					entry.zh.toLowerCase().replace(/\s/g, ''),
					entry.pinyin,
					entry.initials,
					entry.code.toLowerCase()
				].some((one) => one.includes(words))
		)
		.sort((a, b) => a.region.localeCompare(b.region) || a.code.localeCompare(b.code))
		.slice(0, filter.limit)
		.map((entry) => ({
			id: entry.code,
			title: nameIn(context, kind, entry.code),
			lines: [nameIn(context, 'region', entry.region), entry.code]
		}));
}

/** Sessions of today: the code by which their audience signs in opens on its day alone. Where minors are, nobody signs in. */
async function sessionEntries(context: DeskContext, filter: EntryFilter): Promise<readonly CodeEntry[]> {
	const { reads } = context.rights;
	let asked = context.sql
		.selectFrom('record')
		.select(['id', 'body', 'region', 'date', 'team'])
		.where('kind', '=', 'session')
		.where('date', '=', context.today)
		.where((either) =>
			either.or([either('state', 'is', null), either('state', 'in', ['pending', 'returned', 'approved'])])
		);
	if (reads !== 'all') asked = asked.where('region', 'in', reads.length > 0 ? reads : ['']);
	if (filter.region !== null) asked = asked.where('region', '=', filter.region);
	if (filter.ids !== null) asked = asked.where('id', 'in', filter.ids.length > 0 ? filter.ids : ['']);
	const rows = await asked.orderBy('id').limit(200).execute();
	const words = filter.text.trim().toLowerCase();
	return rows
		.flatMap((row) => {
			const kind = kindOf('session');
			const parsed = kind?.schema.safeParse(JSON.parse(row.body));
			if (!kind || !parsed?.success) return [];
			if ((kind.countedRows?.admits(parsed.data, context.reference).length ?? 0) > 0) return [];
			const { title } = kind.summary(parsed.data, context.reference, context.locale);
			const lines = [
				row.date,
				`${nameIn(context, 'region', row.region)} ${nameIn(context, 'team', row.team)}`
			];
			return [{ id: row.id, title, lines }];
		})
		.filter((entry) => [entry.title, ...entry.lines].join(' ').toLowerCase().includes(words))
		.slice(0, filter.limit);
}

/** The card of a stock box, from the id that its form wrote; null where the supply is unknown. */
export function boxEntry(context: DeskContext, id: string): CodeEntry | null {
	const box = readBoxId(id);
	const supply = context.reference.get('supply', box?.supply);
	if (!box || !supply || boxId(box) !== id) return null;
	const english = context.locale === 'en';
	const unit = english ? supply.unitEn || supply.unitZh : supply.unitZh;
	return {
		id,
		title: english ? supply.en || supply.zh : supply.zh,
		lines: [`${box.units} ${unit}`, box.batch, box.expiry ?? ''].filter((line) => line !== '')
	};
}
