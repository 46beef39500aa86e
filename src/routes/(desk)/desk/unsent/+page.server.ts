import { fail } from '@sveltejs/kit';
import { deskOf } from '#lib/server/desk/desk-of.ts';
import { importUnsent } from '#lib/server/desk/unsent.ts';
import { LARGEST_FILE } from '#lib/server/sealing/open-file.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	await deskOf(event);
	return {};
};

export const actions: Actions = {
	default: async (event) => {
		const { context, actor } = await deskOf(event);
		const file = (await event.request.formData()).get('file');
		if (!(file instanceof File) || file.size === 0) return fail(400, { problem: 'none' as const });
		if (file.size > LARGEST_FILE) return fail(413, { problem: 'too-big' as const });
		const answer = await importUnsent(actor, context.rights, await file.text());
		return answer.ok ? { result: answer.result } : fail(400, { problem: answer.problem });
	}
};
