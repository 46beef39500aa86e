/** Handouts of the shipped sample as patterns, moved to one county: their first two goods, some 680 bytes of JSON each. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HandoutBody } from '#lib/records/handout/body.ts';
import type { HandoutEntry } from '#lib/server/import/format.ts';
import { handoutBodyOf } from '#lib/server/import/record-bodies.ts';
import { ROOT } from '#tests/e2e/harness/server.ts';

export const REGION = '361024';
const GOODS = 2;

export function handoutTemplates(campaign: string): HandoutBody[] {
	const file = join(ROOT, 'src/sample/sample/sample-handouts.json');
	const entries = JSON.parse(readFileSync(file, 'utf8')) as HandoutEntry[];
	return entries
		.filter((entry) => entry.kind === 'DW' && entry.receiver && entry.receipt)
		.map((entry) => {
			const body = handoutBodyOf(entry);
			return { ...body, region: REGION, campaign, imported: false, lines: body.lines.slice(0, GOODS) };
		});
}
