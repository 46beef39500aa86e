import { error } from '@sveltejs/kit';
import { AUDIT_ACTIONS } from '#lib/server/accounts/audit.ts';
import { auditActionOf, listAudit } from '#lib/server/accounts/audit-list.ts';
import { namedCodes } from '#lib/server/accounts/people-list.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	if (!locals.desk) error(401);
	const { database, desk } = locals;
	const action = auditActionOf(url.searchParams.get('action'));
	const after = url.searchParams.get('after');
	const [page, regions, campaigns] = await Promise.all([
		listAudit(database, desk, { action, after, limit: 50 }),
		namedCodes(database, 'region'),
		namedCodes(database, 'campaign')
	]);
	return { action, actions: AUDIT_ACTIONS, ...page, regions, campaigns };
};
