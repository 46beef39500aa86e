import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { searchable } from '#lib/server/import/pinyin.ts';
import { ROOT } from '#tests/e2e/harness/server.ts';

interface Entry {
	readonly code: string;
	readonly zh: string;
	readonly en: string;
}

const LISTS = {
	organisation: 'organisations',
	station: 'stations',
	team: 'teams',
	supply: 'supplies',
	region: 'regions'
} as const;

/** The sample's names, with their pinyin as an import gives it. */
export function sampleNames(): { kind: string; code: string; body: unknown }[] {
	return Object.entries(LISTS).flatMap(([kind, name]) => {
		const file = join(ROOT, `src/sample/reference/${name}.json`);
		const content = JSON.parse(readFileSync(file, 'utf8')) as Entry[] | { readonly items: Entry[] };
		const entries = Array.isArray(content) ? content : content.items;
		return entries.map((entry) => ({
			kind,
			code: entry.code,
			body: { shortZh: entry.zh, ...entry, ...searchable(entry.zh) }
		}));
	});
}
