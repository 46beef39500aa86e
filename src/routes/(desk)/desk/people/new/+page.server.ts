import { error, fail, redirect } from '@sveltejs/kit';
import { formText } from '#lib/server/accounts/form-text.ts';
import { createAccount } from '#lib/server/accounts/people.ts';
import { namedCodes, offeredRights } from '#lib/server/accounts/people-list.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	if (!locals.desk) error(401);
	const regions = await namedCodes(locals.database, 'region');
	return {
		...offeredRights(locals.desk, regions),
		teams: await namedCodes(locals.database, 'team')
	};
};

export const actions: Actions = {
	async default({ request, locals }) {
		if (!locals.desk) error(401);
		const form = await request.formData();
		const typed = {
			login: formText(form, 'login', 60),
			name: formText(form, 'name', 120),
			nameEn: formText(form, 'nameEn', 120),
			phone: formText(form, 'phone', 40),
			team: formText(form, 'team', 40) || null,
			role: formText(form, 'role', 10),
			region: formText(form, 'region', 10)
		};
		const teams = await namedCodes(locals.database, 'team');
		if (typed.team !== null && !teams.some((team) => team.code === typed.team))
			return fail(400, { error: 'team' as const, typed });
		const result = await createAccount(locals.database, locals.desk, typed, new Date());
		if (!result.ok) return fail(400, { error: result.error, typed });
		redirect(303, `/desk/people/${result.id}`);
	}
};
