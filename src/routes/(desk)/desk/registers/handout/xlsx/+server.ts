import { error } from '@sveltejs/kit';
import { m } from '#lib/i18n.ts';
import { countHandouts } from '#lib/server/registers/count-handouts.ts';
import { askedRegister } from '#lib/server/registers/asked-register.ts';
import { noteExport } from '#lib/server/registers/note-export.ts';
import { purposeIn } from '#lib/server/registers/signed-export.ts';
import { xlsxResponse } from '#lib/server/registers/xlsx-response.ts';
import type { RequestHandler } from './$types';

/** A post, because every export is written into the audit log with its purpose. */
export const POST: RequestHandler = async ({ locals, request }) => {
	const { desk, database } = locals;
	if (!desk) error(401);
	const form = await request.formData();
	const text = (name: string) => String(form.get(name) ?? '').trim();
	const why = purposeIn(form);
	const now = new Date();
	const asked = { region: text('region'), campaign: text('season'), why };
	const found = await database.snapshot((trx) => askedRegister(trx, desk, asked, now, database.reader));
	const { register, region, campaign } = found;
	if (!register || !region || !campaign) error(403, m.register_not_yours());
	const records = await countHandouts(database.reader, region, campaign);
	await noteExport(database, {
		actor: desk.account.id,
		subject: `handout:${region}:${campaign}`,
		form: 'xlsx',
		why,
		records,
		at: now.toISOString()
	});
	const whole = `${register.frame.sheet}-${region}-${campaign}`;
	return xlsxResponse(register, { plain: `register-${region}-${campaign}`, whole });
};
