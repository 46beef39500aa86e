import { error } from '@sveltejs/kit';
import { m } from '#lib/i18n.ts';
import { deskOf } from '#lib/server/desk/desk-of.ts';
import { askedStockRegister } from '#lib/server/registers/asked-stock-register.ts';
import { noteExport } from '#lib/server/registers/note-export.ts';
import { purposeIn, signedExport } from '#lib/server/registers/signed-export.ts';
import { countLines } from '#lib/server/registers/count-lines.ts';
import { xlsxResponse } from '#lib/server/registers/xlsx-response.ts';
import type { RequestHandler } from './$types';

/** A post, because every export is written into the audit log with its purpose. */
export const POST: RequestHandler = async (event) => {
	const { context } = await deskOf(event);
	const { desk, database } = event.locals;
	if (!desk) error(401);
	const form = await event.request.formData();
	const text = (name: string) => String(form.get(name) ?? '').trim();
	const now = new Date();
	const why = purposeIn(form, m.stock_register_why_default());
	const asked = { region: text('region'), store: text('store'), month: text('month') };
	const found = await askedStockRegister(context, asked, signedExport(desk, why, now));
	const { register, region, month } = found;
	if (!register || !region) error(403, m.register_not_yours());
	await noteExport(database, {
		...{ actor: desk.account.id, subject: `stock:${region}:${month}`, form: 'xlsx', why },
		...{ records: await countLines(register), at: now.toISOString() }
	});
	return xlsxResponse(register, {
		plain: `stock-${region}-${month}`,
		whole: `${register.frame.sheet}-${region}-${month}`
	});
};
