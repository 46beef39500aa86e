import { deskOf } from '#lib/server/desk/desk-of.ts';
import { doubleReceipts } from '#lib/server/desk/double-receipts.ts';
import { pageNumber } from '#lib/server/desk/page-number.ts';
import { deskReach } from '#lib/server/figures/desk-reach.ts';
import { readPeriod, seasonsWithRecords } from '#lib/server/figures/period.ts';
import { locale } from '#lib/i18n.ts';
import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { desk } = event.locals;
	if (!desk) error(401);
	const { context } = await deskOf(event);
	const at = pageNumber(event.url.searchParams);
	const period = readPeriod(event.url.searchParams);
	const season = period?.is === 'season' ? period.campaign : null;
	const { regions } = await deskReach(context.sql, desk);
	const seasons = await seasonsWithRecords(context.sql, regions);
	return {
		...(await doubleReceipts(context, season, at)),
		at,
		season,
		seasons: seasons.map(({ code, zh, en }) => ({ code, title: locale() === 'en' && en ? en : zh }))
	};
};
