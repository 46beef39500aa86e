import { error, fail } from '@sveltejs/kit';
import { formText } from '#lib/server/accounts/form-text.ts';
import { issueCode, issueSetupLink, revokePhone } from '#lib/server/accounts/issue-access.ts';
import { addRight, closeAccount, endRight } from '#lib/server/accounts/people.ts';
import { namedCodes, offeredRights, readPerson } from '#lib/server/accounts/people-list.ts';
import { qrPath } from '#lib/server/accounts/qr-path.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	if (!locals.desk) error(401);
	const person = await readPerson(locals.database, locals.desk, params.id, new Date());
	if (!person) error(404);
	const regions = await namedCodes(locals.database, 'region');
	return {
		...person,
		regions,
		offered: offeredRights(locals.desk, regions),
		isOwn: locals.desk.account.id === params.id,
		today: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
	};
};

async function act(event: RequestEvent) {
	if (!event.locals.desk) error(401);
	const { desk, database, config } = event.locals;
	return { desk, database, origin: config.origin, id: event.params.id, form: await event.request.formData() };
}

export const actions: Actions = {
	async give(event) {
		const { desk, database, id, form } = await act(event);
		const right = { role: formText(form, 'role', 10), region: formText(form, 'region', 10) };
		const result = await addRight(database, desk, id, right, new Date());
		return result.ok ? { done: true } : fail(400, { error: result.error });
	},
	async end(event) {
		const { desk, database, id, form } = await act(event);
		const grant = formText(form, 'grant', 64);
		const result = await endRight(database, desk, id, grant, formText(form, 'day', 10), new Date());
		return result.ok ? { done: true } : fail(400, { error: result.error });
	},
	async close(event) {
		const { desk, database, id } = await act(event);
		const result = await closeAccount(database, desk, id, new Date());
		return result.ok ? { done: true } : fail(400, { error: result.error });
	},
	async code(event) {
		const { desk, database, id, origin } = await act(event);
		const result = await issueCode(database, desk, id, new Date());
		if (!result.ok) return fail(400, { error: result.error });
		// In the fragment, which no server and no log ever sees.
		const qr = qrPath(`${origin}/enrol#${result.code}`);
		return { code: result.code, until: result.until, qr };
	},
	async link(event) {
		const { desk, database, id, origin } = await act(event);
		const result = await issueSetupLink(database, desk, id, new Date());
		if (!result.ok) return fail(400, { error: result.error });
		return { link: `${origin}/setup/${result.token}`, until: result.until };
	},
	async revoke(event) {
		const { desk, database, id, form } = await act(event);
		const result = await revokePhone(database, desk, id, formText(form, 'device', 64), new Date());
		return result.ok ? { done: true } : fail(400, { error: result.error });
	}
};
