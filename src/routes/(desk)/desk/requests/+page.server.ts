import { fail, redirect } from '@sveltejs/kit';
import { deskOf } from '#lib/server/desk/desk-of.ts';
import { filterFromSearch } from '#lib/server/desk/record-filter.ts';
import { NEXT_STEPS, stepRequest } from '#lib/server/desk/request-step.ts';
import { countRequests, listRequests } from '#lib/server/desk/requests.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { context, mintId } = await deskOf(event);
	const search = event.url.searchParams;
	const titled = (list: string) =>
		(context.reference.get('codeList', list)?.items ?? []).map((item) => ({
			code: item.code,
			title: context.locale === 'en' ? item.en || item.zh : item.zh
		}));
	const statuses = titled('appeal_status');
	const { region, season, from, to } = filterFromSearch(search);
	const within = { region, season, from, to };
	const status = statuses.find((one) => one.code === search.get('status'))?.code ?? '';
	const overdue = search.get('overdue') === '1';
	const [page, counts] = await Promise.all([
		listRequests(context, { ...within, status, overdue, after: search.get('after') }),
		countRequests(
			context,
			within,
			statuses.map((one) => one.code)
		)
	]);
	return {
		status,
		overdue,
		within,
		next: page.next,
		requests: page.rows.map((one) => ({
			...one,
			opId: mintId(),
			steps: statuses.filter((step) => (NEXT_STEPS[one.body.status] ?? []).includes(step.code))
		})),
		counts: {
			...counts,
			byStatus: statuses.map((one) => ({ ...one, n: counts.byStatus[one.code] ?? 0 }))
		},
		referrals: titled('referral_target'),
		satisfactions: titled('satisfaction'),
		today: context.today
	};
};

export const actions: Actions = {
	default: async (event) => {
		const { context, actor } = await deskOf(event);
		const form = await event.request.formData();
		const words = (name: string) => {
			const value = form.get(name);
			return typeof value === 'string' ? [...value.trim()].slice(0, 500).join('') : undefined;
		};
		const orNull = (name: string) => {
			const value = words(name);
			return value === undefined ? undefined : value || null;
		};
		const recordId = words('recordId') ?? '';
		const typed = { recordId, handling: words('handling') ?? '', result: words('result') ?? '' };
		const answer = await stepRequest(
			actor,
			context.rights,
			{
				opId: words('opId') ?? '',
				recordId,
				rev: Number(words('rev')),
				status: words('status') ?? '',
				handling: words('handling'),
				referral: orNull('referral'),
				due: orNull('due'),
				result: words('result'),
				followUp: orNull('followUp'),
				satisfaction: orNull('satisfaction')
			},
			context.today
		);
		if (!answer.done) return fail(409, { answer, typed });
		redirect(303, event.url.pathname + event.url.search);
	}
};
