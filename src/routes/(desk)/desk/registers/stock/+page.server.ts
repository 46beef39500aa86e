import { error } from '@sveltejs/kit';
import { m } from '#lib/i18n.ts';
import { deskOf } from '#lib/server/desk/desk-of.ts';
import { askedStockRegister } from '#lib/server/registers/asked-stock-register.ts';
import { noteExport } from '#lib/server/registers/note-export.ts';
import { purposeIn, signedExport } from '#lib/server/registers/signed-export.ts';
import { ownLines, wholeRegister } from '#lib/server/registers/register.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** Reads the register of the address; reading it on the page is no export. */
async function askedFor(event: Pick<RequestEvent, 'locals' | 'cookies' | 'url'>, why: string) {
	const { context } = await deskOf(event);
	const { desk, database } = event.locals;
	if (!desk) error(401);
	const now = new Date();
	const search = event.url.searchParams;
	const asked = {
		...{ region: search.get('region'), store: search.get('store'), month: search.get('month') }
	};
	const found = await database.snapshot(async (trx) => {
		const { register, ...chosen } = await askedStockRegister(
			{ ...context, sql: trx },
			asked,
			signedExport(desk, why, now)
		);
		return { ...chosen, register: register && (await wholeRegister(register)) };
	});
	if (asked.region && found.region === null) error(403, m.register_not_yours());
	return { ...found, actor: desk.account.id, at: now.toISOString() };
}

export const load: PageServerLoad = async (event) => {
	const why = m.stock_register_why_default();
	const { actor: _actor, at: _at, ...found } = await askedFor(event, why);
	/** Of this page: what is printed from it for one purpose is printed once. */
	return { ...found, why, page: event.locals.ports.newId() };
};

export const actions: Actions = {
	/** The same register with the purpose that was typed: a post, so that no address ever holds it. */
	async print(event) {
		const form = await event.request.formData();
		const why = purposeIn(form, m.stock_register_why_default());
		const { register, region, month, actor, at } = await askedFor(event, why);
		if (register && region) {
			const page = String(form.get('page') ?? '').slice(0, 36);
			await noteExport(event.locals.database, {
				...{ actor, subject: `stock:${region}:${month}`, form: 'page', why, at },
				records: register.groups.reduce((lines, group) => lines + ownLines(group), 0),
				...(page ? { page } : {})
			});
		}
		return { watermark: register?.watermark ?? '', why };
	}
};
