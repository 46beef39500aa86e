import { maskName } from '#lib/domain/mask-name.ts';
import { shownName } from '#lib/domain/rosters/show-name.ts';
import type { ReceiptBody } from '#lib/records/receipt/body.ts';
import type { HandoutBody } from '#lib/records/handout/body.ts';
import { covers } from '#lib/server/desk/desk-rights.ts';
import type { DeskContext } from '#lib/server/desk/desk-context.ts';
import { listed } from '#lib/server/database/listed.ts';

interface Line {
	readonly record_id: string;
	readonly kind: string | null;
	readonly body: string | null;
	readonly home: string | null;
}

/** Who received what these handouts gave: by name to those who handle the area, masked to others. */
export async function personsOf(
	context: DeskContext,
	lines: readonly Line[]
): Promise<ReadonlyMap<string, readonly string[]>> {
	const handouts = new Map(
		lines.flatMap(({ record_id, kind, body, home }) =>
			kind === 'handout' && body !== null ? [[record_id, { home: home ?? '', body }]] : []
		)
	);
	const receipts = await receiptsOf(context, [...handouts.keys()]);
	return new Map(
		[...handouts].map(([id, { home, body: stored }]) => {
			const body = JSON.parse(stored) as HandoutBody;
			const isWhole = covers(context.rights.reviews, home);
			const written = [body.receiver?.name ?? '', ...body.recipients.map((one) => one.name)];
			const noted = receipts.get(id) ?? [];
			const names = isWhole
				? [...written, ...noted]
				: [...written.map(maskName), ...noted.map((name) => shownName(name))];
			return [id, [...new Set(names.filter((name) => name !== ''))]];
		})
	);
}

/** Names of those who received person by person; whose card was scanned has the name of the roster. */
async function receiptsOf({ sql }: DeskContext, handouts: readonly string[]): Promise<Map<string, string[]>> {
	const found = new Map<string, string[]>();
	if (handouts.length === 0) return found;
	const rows = await sql
		.selectFrom('record')
		.select(['parent', 'body'])
		.where('parent', 'in', listed(sql, handouts))
		.where('kind', '=', 'receipt')
		.execute();
	const bodies = rows.map(({ parent, body }) => ({ parent, body: JSON.parse(body) as ReceiptBody }));
	const cards = bodies.flatMap(({ body }) => body.card ?? []);
	const roster =
		cards.length === 0
			? []
			: await sql
					.selectFrom('roster_row')
					.select(['card_id', 'name'])
					.where('card_id', 'in', listed(sql, cards))
					.execute();
	const byCard = new Map(roster.map(({ card_id, name }) => [card_id, name]));
	for (const { parent, body } of bodies) {
		if (parent === null || body.evidence.every((one) => one.withdrawn)) continue;
		const name = (body.card && byCard.get(body.card)) || body.name || '';
		found.set(parent, [...(found.get(parent) ?? []), name]);
	}
	return found;
}
