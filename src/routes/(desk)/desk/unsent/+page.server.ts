import { fail } from '@sveltejs/kit';
import { deskOf } from '#lib/server/desk/desk-of.ts';
import { importUnsent, type BroughtFile, type FileAnswer } from '#lib/server/desk/unsent-files.ts';
import { LARGEST_FILE } from '#lib/server/sealing/open-file.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	await deskOf(event);
	return {};
};

export const actions: Actions = {
	default: async (event) => {
		const { context, actor } = await deskOf(event);
		const form = await event.request.formData();
		const files = form.getAll('file').filter((file) => file instanceof File && file.size > 0) as File[];
		if (files.length === 0) return fail(400, { none: true as const });
		const brought: BroughtFile[] = [];
		const answers: FileAnswer[] = [];
		for (const file of files) {
			if (file.size <= LARGEST_FILE) brought.push({ name: file.name, text: await file.text() });
			else answers.push({ name: file.name, part: null, ok: false, problem: 'too-big' });
		}
		const options = { withoutEarlier: form.get('without') === '1' };
		answers.push(...(await importUnsent(actor, context.rights, brought, options)));
		return answers.some(({ ok }) => ok) ? { answers } : fail(400, { answers });
	}
};
