/** What a person brought to be imported: read, judged, shown; kept only when it comes back confirmed. */
import { z } from 'zod';
import { nameKey } from '#lib/domain/person-name.ts';
import { findPersonalNumber } from '#lib/domain/personal-numbers.ts';
import {
	MOST_ROSTER_ROWS,
	readRoster,
	type ReadRoster,
	type RosterProblem
} from '#lib/domain/rosters/read-roster.ts';
import type { DeskContext } from '#lib/server/desk/desk-context.ts';
import { covers } from '#lib/server/desk/desk-rights.ts';
import type { NewRoster } from './keep-roster.ts';
import { sheetCells, type SheetProblem } from './sheet-cells.ts';

/** Reads an uploaded sheet. Nothing of it is kept. */
export async function readSheet(
	context: DeskContext,
	bytes: Uint8Array
): Promise<ReadRoster | { readonly problem: SheetProblem | RosterProblem }> {
	const cells = await sheetCells(bytes);
	if ('problem' in cells) return cells;
	const items = context.reference.get('codeList', 'recipient_category')?.items ?? [];
	const categories = new Map(
		items.flatMap((one) => [one.zh, one.en, one.code].map((name) => [nameKey(name), one.code] as const))
	);
	return readRoster(cells, { categories });
}

const clean = (most: number) =>
	z
		.string()
		.trim()
		.max(most)
		.refine((text) => findPersonalNumber(text) === null);

/** The rows of a preview as they come back in a hidden field: judged again, as anybody may have written them. */
const confirmed = z
	.array(
		z.object({
			name: clean(60).refine((name) => name !== ''),
			department: clean(60),
			category: z.string().max(20).nullable(),
			job: clean(30),
			phone: z.string().max(20)
		})
	)
	.min(1)
	.max(MOST_ROSTER_ROWS);

export type OfferProblem = 'malformed' | 'no-title' | 'no-unit' | 'not-permitted';

export interface TypedOffer {
	readonly title: string;
	readonly organisation: string;
	readonly organisationText: string;
	readonly region: string;
	/** JSON of the rows shown. */
	readonly rows: string;
}

/** A confirmed preview as it may be kept, or why not. */
export function acceptOffer(
	context: DeskContext,
	typed: TypedOffer
): NewRoster | { readonly problem: OfferProblem } {
	const organisation = context.reference.get('organisation', typed.organisation) ?? null;
	const region = organisation?.region ?? typed.region;
	if (!typed.title.trim()) return { problem: 'no-title' };
	if (!organisation && !typed.organisationText.trim()) return { problem: 'no-unit' };
	if (!context.reference.get('region', region) || !covers(context.rights.reviews, region))
		return { problem: 'not-permitted' };
	let rows: unknown;
	try {
		rows = JSON.parse(typed.rows);
	} catch {
		return { problem: 'malformed' };
	}
	const entries = confirmed.safeParse(rows);
	if (!entries.success) return { problem: 'malformed' };
	return {
		title: typed.title.trim().slice(0, 60),
		organisation: organisation?.code ?? null,
		organisationText: organisation ? '' : typed.organisationText.trim().slice(0, 120),
		region,
		entries: entries.data
	};
}
