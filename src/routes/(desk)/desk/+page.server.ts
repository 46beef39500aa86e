import { error, redirect } from '@sveltejs/kit';
import { locale } from '#lib/i18n.ts';
import { countMissing } from '#lib/server/attachments/missing-photos.ts';
import { countDoubleReceipts } from '#lib/server/desk/double-receipts.ts';
import { deskOf } from '#lib/server/desk/desk-of.ts';
import { readsRecords } from '#lib/server/desk/desk-rights.ts';
import { belowZero } from '#lib/server/desk/stock/below.ts';
import { deskReach } from '#lib/server/figures/desk-reach.ts';
import { overviewFigures } from '#lib/server/figures/overview.ts';
import { filterOf, readPeriod, seasonsWithRecords } from '#lib/server/figures/period.ts';
import { unsentWork } from '#lib/server/figures/unsent-work.ts';
import { shanghaiDay } from '#lib/domain/shanghai-time.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { locals, url } = event;
	const { desk, database } = locals;
	if (!desk) error(401);
	const { context } = await deskOf(event);
	if (!readsRecords(context.rights)) redirect(303, '/desk/stock');
	const below = await belowZero(context);
	const today = shanghaiDay(new Date());
	const named = (one: { zh: string; en: string }) => (locale() === 'en' && one.en ? one.en : one.zh);
	return database.snapshot(async (trx) => {
		const { counties, regions } = await deskReach(trx, desk);
		const seasons = await seasonsWithRecords(trx, regions);
		const [latest] = seasons;
		const period =
			readPeriod(url.searchParams) ?? (latest ? { is: 'season', campaign: latest.code } : { is: 'all' });
		const codes = counties.map((county) => county.code);
		const overview = await overviewFigures(trx, filterOf(period, regions), codes, today, true);
		const unsent = await unsentWork(trx, regions);
		const doubles = await countDoubleReceipts({ ...context, sql: trx });
		const photos = context.rights.administers
			? { missing: await countMissing(trx), trouble: locals.files.files.trouble !== null }
			: null;
		return {
			period,
			today,
			overview,
			doubles,
			photos,
			below,
			seasons: seasons.map((season) => ({ code: season.code, title: named(season) })),
			names: Object.fromEntries(counties.map((county) => [county.code, named(county)])),
			unsent: unsent.map(({ device, count, oldest, seen, ...person }) => ({
				device,
				name: named(person),
				count,
				oldest,
				seen
			}))
		};
	});
};
