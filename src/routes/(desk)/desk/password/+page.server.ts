import { error, fail } from '@sveltejs/kit';
import { formText } from '#lib/server/accounts/form-text.ts';
import { DESK_COOKIE } from '#lib/server/accounts/session.ts';
import { changePassword } from '#lib/server/accounts/set-password.ts';
import type { Actions } from './$types';

export const actions: Actions = {
	async default({ request, cookies, locals }) {
		if (!locals.desk) error(401);
		const form = await request.formData();
		const next = formText(form, 'next');
		if (next !== formText(form, 'repeat')) return fail(400, { error: 'mismatch' as const, minutes: 0 });
		const { account } = locals.desk;
		const result = await changePassword(
			locals.database,
			account,
			formText(form, 'current'),
			next,
			cookies.get(DESK_COOKIE),
			new Date()
		);
		if (result.ok) return { done: true };
		const minutes = 'retryAfterSeconds' in result ? Math.ceil(result.retryAfterSeconds / 60) : 0;
		return fail(400, { error: result.error, minutes });
	}
};
