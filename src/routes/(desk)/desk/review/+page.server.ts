import { fail, redirect } from '@sveltejs/kit';
import { isUuid } from '#lib/domain/ids.ts';
import { approveBatch, decide, settle } from '#lib/server/desk/decide.ts';
import { readDecisionForm } from '#lib/server/desk/decision-form.ts';
import { deskOf } from '#lib/server/desk/desk-of.ts';
import { filterFromSearch } from '#lib/server/desk/record-filter.ts';
import { filterChoices } from '#lib/server/desk/filter-choices.ts';
import { countRecords } from '#lib/server/desk/count-records.ts';
import { listRecords } from '#lib/server/desk/record-list.ts';
import { recordSheet } from '#lib/server/desk/record-sheet.ts';
import { readSettleForm } from '#lib/server/desk/settle-form.ts';
import type { Actions, PageServerLoad } from './$types';

const PAGE = 50;

export const load: PageServerLoad = async (event) => {
	const { context, mintId } = await deskOf(event);
	const search = event.url.searchParams;
	const asked = filterFromSearch(search);
	const filter = { ...asked, counted: undefined, state: asked.state ?? ('pending' as const) };
	const [page, counts] = await Promise.all([
		listRecords(context, filter, { order: 'queue', after: search.get('after'), limit: PAGE }),
		countRecords(context, { ...filter, kind: undefined, flags: undefined, corrected: undefined })
	]);
	const id = search.get('id');
	const selected = id && isUuid(id) ? id : page.rows[0]?.id;
	const last = search.get('last');
	const [sheet, lastSheet] = await Promise.all([
		selected ? recordSheet(context, selected) : undefined,
		last && isUuid(last) ? recordSheet(context, last) : undefined
	]);
	return {
		filter,
		rows: page.rows.map((row) => ({ ...row, opId: mintId() })),
		next: page.next,
		counts,
		sheet: sheet ?? null,
		opId: mintId(),
		chosen: Boolean(id),
		last: lastSheet
			? { id: lastSheet.id, title: lastSheet.summary.title, no: lastSheet.no, state: lastSheet.state }
			: null,
		batch: search.get('batch'),
		choices: filterChoices(context),
		today: context.today
	};
};

/** The address without what belongs to the last act. */
function back(url: URL, changes: Readonly<Record<string, string>>): string {
	const search = new URLSearchParams(url.searchParams);
	for (const name of ['/decide', '/batch', '/settle', 'last', 'id', 'batch']) search.delete(name);
	for (const [name, value] of Object.entries(changes)) if (value) search.set(name, value);
	return `/desk/review?${search}`;
}

export const actions: Actions = {
	decide: async (event) => {
		const { context, actor } = await deskOf(event);
		const form = await event.request.formData();
		const { typed, choice } = readDecisionForm(form);
		const answer = choice
			? await decide(actor, context.rights, choice)
			: ({ done: false, why: 'malformed' } as const);
		if (!answer.done) return fail(409, { typed, answer });
		const next = String(form.get('next') ?? '');
		redirect(303, back(event.url, { last: typed.recordId, id: isUuid(next) ? next : '' }));
	},
	batch: async (event) => {
		const { context, actor } = await deskOf(event);
		const form = await event.request.formData();
		const picks = form.getAll('pick').flatMap((pick) => {
			const [recordId = '', rev = '', opId = ''] = String(pick).split('~');
			return isUuid(recordId) && isUuid(opId) ? [{ recordId, rev: Number(rev), opId }] : [];
		});
		const result = await approveBatch(actor, context.rights, picks);
		redirect(303, back(event.url, { batch: `${result.approved}-${result.flagged}-${result.others}` }));
	},
	settle: async (event) => {
		const { context, actor } = await deskOf(event);
		const given = readSettleForm(await event.request.formData());
		const answer = given
			? await settle(actor, context.rights, given)
			: ({ done: false, why: 'malformed' } as const);
		if (!answer.done) return fail(409, { answer });
		redirect(303, back(event.url, { id: given?.recordId ?? '' }));
	}
};
