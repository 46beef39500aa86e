import { error } from '@sveltejs/kit';
import { m } from '#lib/i18n.ts';
import { deskOf } from '#lib/server/desk/desk-of.ts';
import { askedBatch } from '#lib/server/desk/stock/asked-batch.ts';
import { recallSheet } from '#lib/server/desk/stock/recall-sheet.ts';
import { countSteps } from '#lib/server/desk/stock/recall.ts';
import { noteExport } from '#lib/server/registers/note-export.ts';
import { purposeIn, signedExport } from '#lib/server/registers/signed-export.ts';
import { xlsxResponse } from '#lib/server/registers/xlsx-response.ts';
import type { RequestHandler } from './$types';

/** A post, because every export is written into the audit log with its purpose. */
export const POST: RequestHandler = async (event) => {
	const { context } = await deskOf(event);
	const { desk, database } = event.locals;
	if (!desk) error(401);
	const form = await event.request.formData();
	const filter = askedBatch(context, form);
	if (filter.batch === '') error(400, m.recall_no_batch());
	const now = new Date();
	const why = purposeIn(form, m.recall_why_default());
	await noteExport(database, {
		...{ actor: desk.account.id, subject: `recall:${filter.batch}`, form: 'xlsx', why },
		...{ records: await countSteps(context, filter), at: now.toISOString() }
	});
	const sheet = recallSheet(context, filter, signedExport(desk, why, now));
	return xlsxResponse(sheet, { plain: 'batch-trace', whole: `${sheet.frame.sheet}-${filter.batch}` });
};
