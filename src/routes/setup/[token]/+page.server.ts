import { fail } from '@sveltejs/kit';
import { addressFailures, addressOf } from '#lib/server/accounts/auth-answer.ts';
import { formText } from '#lib/server/accounts/form-text.ts';
import { acceptSetupLink, findSetupLink } from '#lib/server/accounts/setup-link.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const blocked = addressFailures.wait(addressOf(event), Date.now()) > 0;
	const link = blocked ? null : await findSetupLink(event.locals.database, event.params.token, new Date());
	if (!link) addressFailures.take(addressOf(event), Date.now());
	return { open: link !== null, account: link?.account ?? null };
};

export const actions: Actions = {
	async default({ request, params, locals }) {
		const form = await request.formData();
		const login = formText(form, 'login', 60);
		const name = formText(form, 'name', 120);
		const password = formText(form, 'password');
		if (password !== formText(form, 'repeat')) return fail(400, { error: 'mismatch' as const, login, name });
		const result = await acceptSetupLink(
			locals.database,
			params.token,
			{ login, name, password },
			new Date()
		);
		return result.ok ? { done: true } : fail(400, { error: result.error, login, name });
	}
};
