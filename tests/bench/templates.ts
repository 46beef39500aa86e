/** Handouts of the shipped sample as patterns, moved to one county: their first two goods, 730 to 760 bytes of JSON each. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HandoutBody } from '#lib/records/handout/body.ts';
import type { HandoutEntry } from '#lib/server/import/format.ts';
import { handoutBodyOf } from '#lib/server/import/record-bodies.ts';
import { ROOT } from '#tests/e2e/harness/server.ts';

export const REGION = '361024';
const GOODS = 2;

function sampleHandouts(): HandoutBody[] {
	const file = join(ROOT, 'src/sample/sample/sample-handouts.json');
	const entries = JSON.parse(readFileSync(file, 'utf8')) as HandoutEntry[];
	return entries
		.filter((entry) => entry.kind === 'DW' && entry.receiver && entry.receipt)
		.map((entry) => {
			const body = handoutBodyOf(entry);
			return { ...body, imported: false, lines: body.lines.slice(0, GOODS) };
		});
}

export function handoutTemplates(campaign: string): HandoutBody[] {
	return sampleHandouts().map((body) => ({ ...body, region: REGION, campaign }));
}

/** The same where each belongs: by the region of the sample. */
export function handoutTemplatesByRegion(campaign: string): Record<string, HandoutBody[]> {
	const found: Record<string, HandoutBody[]> = {};
	for (const body of sampleHandouts()) (found[body.region] ??= []).push({ ...body, campaign });
	return found;
}
