import { error, redirect } from '@sveltejs/kit';
import type { DeskIdentity } from '#lib/server/accounts/contract.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { openDesk, type OpenDesk } from './open-desk.ts';

/** The part of a SvelteKit request that desk pages need. */
export interface DeskEvent {
	readonly locals: { readonly desk: DeskIdentity | null; readonly database: ServerDatabase };
	readonly cookies: { get(name: string): string | undefined };
}

/** The signed-in person's desk; sends others to sign in, and answers 403 to rights without a desk. */
export async function deskOf(event: DeskEvent): Promise<OpenDesk> {
	const { desk, database } = event.locals;
	if (!desk) redirect(303, '/desk/sign-in');
	const locale = event.cookies.get('PARAGLIDE_LOCALE') === 'en' ? 'en' : 'zh-CN';
	const open = await openDesk(database, desk, locale, () => new Date());
	if (!open) error(403, 'no-desk');
	return open;
}
