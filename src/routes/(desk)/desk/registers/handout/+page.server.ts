import { error } from '@sveltejs/kit';
import { locale, m } from '#lib/i18n.ts';
import { askedRegister } from '#lib/server/registers/asked-register.ts';
import { noteExport } from '#lib/server/registers/note-export.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const { desk, database } = locals;
	if (!desk) error(401);
	const now = new Date();
	const why = m.register_why_default();
	const asked = { region: url.searchParams.get('region'), campaign: url.searchParams.get('season'), why };
	const found = await database.snapshot((trx) => askedRegister(trx, desk, asked, now));
	if (asked.region && found.region === null) error(403, m.register_not_yours());
	const { register, region, campaign } = found;
	if (register && region && campaign) {
		const records = register.groups.length;
		await noteExport(database, {
			actor: desk.account.id,
			region,
			campaign,
			form: 'page',
			why,
			records,
			at: now.toISOString()
		});
	}
	const named = (one: { zh: string; en: string }) => (locale() === 'en' && one.en ? one.en : one.zh);
	return {
		register,
		region,
		campaign,
		why,
		counties: found.counties.map((county) => ({ code: county.code, title: named(county) })),
		seasons: found.seasons.map((season) => ({ code: season.code, title: named(season) }))
	};
};
