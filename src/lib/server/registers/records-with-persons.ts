import type { Reference } from '#lib/domain/reference.ts';
import { kindOf } from '#lib/records/index.ts';
import type { Locale } from '#lib/records/kind.ts';
import { listed } from '#lib/server/database/listed.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import { yearOfPeriod } from './register-period.ts';

/** More are not looked through in a list: the newest are the ones that are printed. */
const MOST = 300;

/** Records of a period on which persons hang, or that name some themselves, the newest first. */
export async function recordsWithPersons(
	db: Trx,
	reference: Reference,
	of: {
		readonly kind: string;
		readonly region: string;
		readonly campaign: string;
		readonly locale: Locale;
	}
): Promise<readonly { readonly id: string; readonly title: string }[]> {
	const year = yearOfPeriod(of.campaign);
	const rows = await db
		.selectFrom('record')
		.select(['id', 'no', 'date', 'body'])
		.where('kind', '=', of.kind)
		.where('region', '=', of.region)
		.$call((query) =>
			year
				? query.where('date', '>=', year.from).where('date', '<=', year.to)
				: query.where('campaign', '=', of.campaign)
		)
		.where('state', 'in', ['pending', 'returned', 'approved', 'archived'])
		.orderBy('date', 'desc')
		.orderBy('id')
		.limit(MOST)
		.execute();
	if (rows.length === 0) return [];
	const ids = rows.map(({ id }) => id);
	const hung = await db
		.selectFrom('record')
		.select('parent')
		.distinct()
		.where('parent', 'in', listed(db, ids))
		.where('kind', 'in', ['receipt', 'sign-in'])
		.execute();
	const withRows = new Set(hung.map(({ parent }) => parent));
	return rows.flatMap(({ id, no, date, body: text }) => {
		const body = JSON.parse(text) as { recipients?: unknown[]; signIns?: unknown[] };
		if (!withRows.has(id) && !body.recipients?.length && !body.signIns?.length) return [];
		const title = kindOf(of.kind)?.summary(body, reference, of.locale).title ?? '';
		return [{ id, title: [date, title, no].filter(Boolean).join(' · ') }];
	});
}
