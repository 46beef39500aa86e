import { fail } from '@sveltejs/kit';
import { addressOf } from '#lib/server/accounts/auth-answer.ts';
import { formText } from '#lib/server/accounts/form-text.ts';
import { findSelfSession } from '#lib/server/self/self-session.ts';
import { selfByAddress, selfBySession, selfMisses } from '#lib/server/self/self-limits.ts';
import { signSelf } from '#lib/server/self/sign-self.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { database, ports } = event.locals;
	const now = ports.clock();
	const address = addressOf(event);
	if (selfMisses.wait(address, now.getTime()) > 0) return { is: 'busy' as const, session: null, mint: '' };
	const locale = event.cookies.get('PARAGLIDE_LOCALE') === 'en' ? 'en' : 'zh-CN';
	const found = await database.snapshot((trx) => findSelfSession(trx, event.params.token, now, locale));
	if (found.is === 'gone') selfMisses.take(address, now.getTime());
	return { is: found.is, session: found.is === 'open' ? found.session : null, mint: ports.newId() };
};

export const actions: Actions = {
	async default(event) {
		const { database, ports } = event.locals;
		const now = ports.clock();
		const form = await event.request.formData();
		const typed = {
			name: formText(form, 'name', 120),
			organisation: formText(form, 'organisation', 200),
			category: formText(form, 'category', 20),
			mint: formText(form, 'mint', 40)
		};
		const { token } = event.params;
		const busy = [
			selfByAddress.take(addressOf(event), now.getTime()),
			selfBySession.take(token, now.getTime())
		];
		if (busy.some((wait) => wait > 0)) return fail(429, { error: 'busy' as const, ...typed });
		const result = await signSelf(database, token, typed, now);
		if (result === 'signed') return { signed: typed.name };
		return fail(400, { error: result, ...typed });
	}
};
