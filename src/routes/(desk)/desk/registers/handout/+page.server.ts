import { error } from '@sveltejs/kit';
import { locale, m } from '#lib/i18n.ts';
import { askedRegister } from '#lib/server/registers/asked-register.ts';
import { noteExport } from '#lib/server/registers/note-export.ts';
import { purposeIn } from '#lib/server/registers/signed-export.ts';
import { wholeRegister } from '#lib/server/registers/register.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** Reads the register of the address; reading it on the page is no export. */
async function askedFor({ locals, url }: Pick<RequestEvent, 'locals' | 'url'>, why: string) {
	const { desk, database } = locals;
	if (!desk) error(401);
	const now = new Date();
	const asked = { region: url.searchParams.get('region'), campaign: url.searchParams.get('season'), why };
	const found = await database.snapshot(async (trx) => {
		const { register, ...chosen } = await askedRegister(trx, desk, asked, now, trx);
		return { ...chosen, register: register && (await wholeRegister(register)) };
	});
	if (asked.region && found.region === null) error(403, m.register_not_yours());
	return { ...found, actor: desk.account.id, at: now.toISOString() };
}

export const load: PageServerLoad = async (event) => {
	const why = m.register_why_default();
	const found = await askedFor(event, why);
	const named = (one: { zh: string; en: string }) => (locale() === 'en' && one.en ? one.en : one.zh);
	return {
		register: found.register,
		region: found.region,
		campaign: found.campaign,
		why,
		/** Of this page: what is printed from it for one purpose is printed once. */
		page: event.locals.ports.newId(),
		counties: found.counties.map((county) => ({ code: county.code, title: named(county) })),
		seasons: found.seasons.map((season) => ({ code: season.code, title: named(season) }))
	};
};

export const actions: Actions = {
	/** The same register with the purpose that was typed: a post, so that no address ever holds it. */
	async print(event) {
		const form = await event.request.formData();
		const why = purposeIn(form);
		const { register, region, campaign, actor, at } = await askedFor(event, why);
		if (register && region && campaign) {
			const records = register.groups.length;
			const page = String(form.get('page') ?? '').slice(0, 36);
			await noteExport(event.locals.database, {
				actor,
				subject: `handout:${region}:${campaign}`,
				form: 'page',
				why,
				records,
				at,
				...(page ? { page } : {})
			});
		}
		return { watermark: register?.watermark ?? '', why };
	}
};
