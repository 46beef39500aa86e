import { fail, redirect } from '@sveltejs/kit';
import { boxId } from '#lib/domain/codes/box-id.ts';
import { LONGEST_ID } from '#lib/domain/codes/code-text.ts';
import { codeEntries, type ListedCodeType } from '#lib/server/codes/code-entries.ts';
import { listCodeKeys } from '#lib/server/codes/code-key-list.ts';
import { rotateCodeKey, withdrawCodeKey } from '#lib/server/codes/code-keys.ts';
import { formText } from '#lib/server/accounts/form-text.ts';
import { deskOf } from '#lib/server/desk/desk-of.ts';
import { filterChoices } from '#lib/server/desk/filter-choices.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** As many as one looks over; more are found by their name. */
const SHOWN = 200;
const TYPES = ['unit', 'station', 'session', 'box'] as const;

export const load: PageServerLoad = async (event) => {
	const { context } = await deskOf(event);
	const asked = event.url.searchParams;
	const type = TYPES.find((one) => one === asked.get('type')) ?? 'unit';
	const filter = {
		text: (asked.get('q') ?? '').slice(0, 60),
		region: asked.get('region') || null,
		ids: null,
		limit: SHOWN
	};
	const { reference, rights, locale } = context;
	return {
		type,
		text: filter.text,
		region: filter.region ?? '',
		entries: type === 'box' ? [] : await codeEntries(context, type satisfies ListedCodeType, filter),
		full: SHOWN,
		regions: filterChoices(context).regions,
		supplies:
			type === 'box'
				? reference
						.all('supply')
						.filter((one) => one.active)
						.map((one) => ({ code: one.code, title: locale === 'en' ? one.en || one.zh : one.zh }))
				: [],
		keys: rights.administers ? await listCodeKeys(context.sql) : null
	};
};

async function administrate(event: RequestEvent) {
	const { context } = await deskOf(event);
	return { allowed: context.rights.administers, by: context.account, form: await event.request.formData() };
}

export const actions: Actions = {
	/** Labels of boxes: what they hold is written into their code. */
	box: async (event) => {
		const { context } = await deskOf(event);
		const form = await event.request.formData();
		const typed = {
			supply: formText(form, 'supply', 20),
			batch: formText(form, 'batch', 40),
			expiry: formText(form, 'expiry', 10),
			units: formText(form, 'units', 6),
			count: formText(form, 'count', 3)
		};
		const units = Number(typed.units);
		const count = Number(typed.count);
		const isWhole =
			Number.isInteger(units) && units > 0 && Number.isInteger(count) && count > 0 && count <= 100;
		if (!context.reference.get('supply', typed.supply) || !isWhole)
			return fail(400, { typed, problem: 'amount' });
		const id = boxId({ supply: typed.supply, batch: typed.batch, expiry: typed.expiry || null, units });
		if (new TextEncoder().encode(id).length > LONGEST_ID) return fail(400, { typed, problem: 'long' });
		redirect(303, `/desk/codes/sheet?${new URLSearchParams({ type: 'box', id, count: String(count) })}`);
	},
	rotate: async (event) => {
		const { allowed, by } = await administrate(event);
		if (!allowed) return fail(403, { problem: 'not-permitted' });
		await rotateCodeKey(event.locals.database, by, new Date());
		return { done: true };
	},
	withdraw: async (event) => {
		const { allowed, by, form } = await administrate(event);
		if (!allowed) return fail(403, { problem: 'not-permitted' });
		await withdrawCodeKey(event.locals.database, formText(form, 'key', 20), by, new Date());
		return { done: true };
	}
};
