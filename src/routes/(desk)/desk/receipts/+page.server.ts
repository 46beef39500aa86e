import { deskOf } from '#lib/server/desk/desk-of.ts';
import { doubleReceipts } from '#lib/server/desk/double-receipts.ts';
import { pageNumber } from '#lib/server/desk/page-number.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { context } = await deskOf(event);
	const at = pageNumber(event.url.searchParams);
	return { ...(await doubleReceipts(context, at)), at };
};
