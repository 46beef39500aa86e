import { fail, redirect } from '@sveltejs/kit';
import { formText } from '#lib/server/accounts/form-text.ts';
import { deskOf } from '#lib/server/desk/desk-of.ts';
import { covers } from '#lib/server/desk/desk-rights.ts';
import { filterChoices } from '#lib/server/desk/filter-choices.ts';
import { keepRoster } from '#lib/server/rosters/keep-roster.ts';
import { acceptOffer, readSheet, type TypedOffer } from '#lib/server/rosters/offered-roster.ts';
import type { Actions, PageServerLoad } from './$types';

const MAX_BYTES = 8_000_000;

export const load: PageServerLoad = async (event) => {
	const { context } = await deskOf(event);
	const { reviews } = context.rights;
	const { reference, locale } = context;
	return {
		regions: filterChoices(context).regions.filter((one) => covers(reviews, one.code)),
		units: reference
			.all('organisation')
			.filter((one) => covers(reviews, one.region))
			.map((one) => ({ code: one.code, title: locale === 'en' ? one.en || one.zh : one.zh }))
	};
};

function typedOf(form: FormData): TypedOffer {
	const rows = form.get('rows');
	return {
		title: formText(form, 'title', 60),
		organisation: formText(form, 'organisation', 40),
		organisationText: formText(form, 'organisationText', 120),
		region: formText(form, 'region', 10),
		rows: typeof rows === 'string' ? rows : ''
	};
}

export const actions: Actions = {
	/** Reads the sheet and shows what would be kept; keeps nothing. */
	preview: async (event) => {
		const { context } = await deskOf(event);
		const form = await event.request.formData();
		const file = form.get('file');
		const typed = typedOf(form);
		if (!(file instanceof File) || file.size === 0) return fail(400, { typed, problem: 'none' });
		if (file.size > MAX_BYTES) return fail(413, { typed, problem: 'too-big' });
		const read = await readSheet(context, new Uint8Array(await file.arrayBuffer()));
		if ('problem' in read) return fail(400, { typed, problem: read.problem });
		// A unit that the sheet names and the lists know is offered.
		const named = context.reference.all('organisation').find((one) => read.organisations.includes(one.zh));
		const chosen = context.reference.get('organisation', typed.organisation);
		return {
			typed: {
				...typed,
				title: typed.title || file.name.replace(/\.\w+$/, '').slice(0, 60),
				organisation: chosen?.code ?? named?.code ?? '',
				organisationText: typed.organisationText || (read.organisations[0] ?? '')
			},
			read
		};
	},
	/** Keeps what was shown, all of it or nothing. */
	keep: async (event) => {
		const { context } = await deskOf(event);
		const typed = typedOf(await event.request.formData());
		const roster = acceptOffer(context, typed);
		if ('problem' in roster) return fail(400, { typed, problem: roster.problem });
		const id = await keepRoster(event.locals.database, roster, context.account, new Date());
		redirect(303, `/desk/rosters/${id}`);
	}
};
