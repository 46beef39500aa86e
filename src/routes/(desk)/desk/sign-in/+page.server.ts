import { fail, redirect } from '@sveltejs/kit';
import { addressFailures, addressOf } from '#lib/server/accounts/auth-answer.ts';
import { formText } from '#lib/server/accounts/form-text.ts';
import { DESK_COOKIE, endSessions, isSecure, sessionCookie } from '#lib/server/accounts/session.ts';
import { signInDesk } from '#lib/server/accounts/sign-in-desk.ts';
import type { Actions, PageServerLoad } from './$types';

/** Only an address of the desk itself: never another site. */
const destination = (to: string | null): string => (to && /^\/desk(\/[\w/-]*)?$/.test(to) ? to : '/desk');

export const load: PageServerLoad = ({ locals, url }) => {
	if (locals.desk) redirect(303, destination(url.searchParams.get('to')));
};

export const actions: Actions = {
	async enter(event) {
		const { request, cookies, locals, url } = event;
		const address = addressOf(event);
		const wait = addressFailures.wait(address, Date.now());
		if (wait > 0) {
			event.setHeaders({ 'retry-after': String(wait) });
			return fail(429, { error: 'too-many' as const, login: '', minutes: Math.ceil(wait / 60) });
		}
		const form = await request.formData();
		const login = formText(form, 'login', 60);
		const result = await signInDesk(locals.database, login, formText(form, 'password'), new Date());
		if (!result.ok) {
			addressFailures.take(address, Date.now());
			const minutes = 'retryAfterSeconds' in result ? Math.ceil(result.retryAfterSeconds / 60) : 0;
			return fail(result.error === 'locked' ? 423 : 400, { error: result.error, login, minutes });
		}
		cookies.set(DESK_COOKIE, result.token, sessionCookie('desk', isSecure(locals.config)));
		redirect(303, destination(url.searchParams.get('to')));
	},
	async leave({ cookies, locals }) {
		const token = cookies.get(DESK_COOKIE);
		if (token) await locals.database.transaction((trx) => endSessions(trx, new Date(), { token }));
		cookies.delete(DESK_COOKIE, { path: '/' });
		redirect(303, '/desk/sign-in');
	}
};
