/** A register as a page, as a print and as a file: the same for all of them. */
import { error, type RequestEvent } from '@sveltejs/kit';
import { locale, m } from '#lib/i18n.ts';
import { askedRegister } from './asked-register.ts';
import { noteExport } from './note-export.ts';
import { wholeRegister } from './register.ts';
import { countRecords, REGISTERS, type RegisterName } from './register-sorts.ts';
import { purposeIn } from './signed-export.ts';
import { xlsxResponse } from './xlsx-response.ts';

type Event = Pick<RequestEvent, 'locals' | 'url' | 'request'>;

const usual = (name: RegisterName) =>
	REGISTERS[name].kind === 'session' ? m.register_why_sessions() : m.register_why_default();

/** Reads the register of the address; reading it on the page is no export. */
async function askedFor({ locals, url }: Event, name: RegisterName, why: string) {
	const { desk, database } = locals;
	if (!desk) error(401);
	const now = new Date();
	const asked = {
		region: url.searchParams.get('region'),
		campaign: url.searchParams.get('season'),
		record: url.searchParams.get('record'),
		why
	};
	const found = await database.snapshot(async (trx) => {
		const { register, ...chosen } = await askedRegister(trx, desk, name, asked, now, trx);
		return { ...chosen, register: register && (await wholeRegister(register)) };
	});
	if (asked.region && found.region === null) error(403, m.register_not_yours());
	return { ...found, actor: desk.account.id, at: now.toISOString() };
}

/** What the page shows, and what may be chosen on it. */
export async function registerPage(event: Event, name: RegisterName) {
	const why = usual(name);
	const found = await askedFor(event, name, why);
	const named = (one: { zh: string; en: string }) => (locale() === 'en' && one.en ? one.en : one.zh);
	return {
		name,
		register: found.register,
		region: found.region,
		campaign: found.campaign,
		record: found.record,
		records: found.records,
		why,
		/** Of this page: what is printed from it for one purpose is printed once. */
		page: event.locals.ports.newId(),
		counties: found.counties.map((county) => ({ code: county.code, title: named(county) })),
		seasons: found.seasons.map((season) => ({ code: season.code, title: named(season) }))
	};
}

/** The same register with the purpose that was typed: a post, so that no address ever holds it. */
export async function printRegister(event: Event, name: RegisterName) {
	const form = await event.request.formData();
	const why = purposeIn(form, usual(name));
	const { register, region, campaign, actor, at } = await askedFor(event, name, why);
	if (register && region && campaign) {
		const page = String(form.get('page') ?? '').slice(0, 36);
		await noteExport(event.locals.database, {
			...{ actor, subject: `${name}:${region}:${campaign}`, form: 'page', why, at },
			records: register.groups.length,
			...(page ? { page } : {})
		});
	}
	return { watermark: register?.watermark ?? '', why };
}

/** The file. A post, because every export is written into the audit log with its purpose. */
export async function registerFile({ locals, request }: Event, name: RegisterName): Promise<Response> {
	const { desk, database } = locals;
	if (!desk) error(401);
	const form = await request.formData();
	const text = (field: string) => String(form.get(field) ?? '').trim();
	const why = purposeIn(form, usual(name));
	const now = new Date();
	const asked = { region: text('region'), campaign: text('season'), record: text('record'), why };
	const { register, region, campaign, record } = await database.snapshot((trx) =>
		askedRegister(trx, desk, name, asked, now, database.reader)
	);
	if (!register || !region || !campaign) error(403, m.register_not_yours());
	await noteExport(database, {
		...{ actor: desk.account.id, subject: `${name}:${region}:${campaign}`, form: 'xlsx', why },
		records: await countRecords(database.reader, name, { region, campaign, record }),
		at: now.toISOString()
	});
	const whole = `${register.frame.sheet}-${region}-${campaign}`;
	return xlsxResponse(register, { plain: `${name}-${region}-${campaign}`, whole });
}
