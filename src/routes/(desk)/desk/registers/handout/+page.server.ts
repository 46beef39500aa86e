import { error } from '@sveltejs/kit';
import { locale, m } from '#lib/i18n.ts';
import { askedRegister } from '#lib/server/registers/asked-register.ts';
import { noteExport } from '#lib/server/registers/note-export.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** Reads the register of the address and writes into the audit log that it was shown, and for what purpose. */
async function shownRegister({ locals, url }: Pick<RequestEvent, 'locals' | 'url'>, why: string) {
	const { desk, database } = locals;
	if (!desk) error(401);
	const now = new Date();
	const asked = { region: url.searchParams.get('region'), campaign: url.searchParams.get('season'), why };
	const found = await database.snapshot((trx) => askedRegister(trx, desk, asked, now));
	if (asked.region && found.region === null) error(403, m.register_not_yours());
	const { register, region, campaign } = found;
	if (register && region && campaign) {
		const records = register.groups.length;
		const at = now.toISOString();
		await noteExport(database, { actor: desk.account.id, region, campaign, form: 'page', why, records, at });
	}
	return found;
}

export const load: PageServerLoad = async (event) => {
	const why = m.register_why_default();
	const found = await shownRegister(event, why);
	const named = (one: { zh: string; en: string }) => (locale() === 'en' && one.en ? one.en : one.zh);
	return {
		register: found.register,
		region: found.region,
		campaign: found.campaign,
		why,
		counties: found.counties.map((county) => ({ code: county.code, title: named(county) })),
		seasons: found.seasons.map((season) => ({ code: season.code, title: named(season) }))
	};
};

export const actions: Actions = {
	/** The same register with the purpose that was typed: a post, so that no address ever holds it. */
	async print(event) {
		const typed = String((await event.request.formData()).get('why') ?? '').trim();
		const why = [...typed].slice(0, 100).join('') || m.register_why_default();
		const { register } = await shownRegister(event, why);
		return { watermark: register?.watermark ?? '', why };
	}
};
