import { m } from '#lib/i18n.ts';
import { deskOf } from '#lib/server/desk/desk-of.ts';
import { askedBatch } from '#lib/server/desk/stock/asked-batch.ts';
import { recallPlaces, recallSteps } from '#lib/server/desk/stock/recall.ts';
import { supplyChoices } from '#lib/server/desk/stock/supply-choices.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { context } = await deskOf(event);
	const search = event.url.searchParams;
	const supplies = supplyChoices(context);
	const filter = askedBatch(context, search);
	const after = search.get('after');
	const found = filter.batch !== '';
	return {
		...{ filter, supplies, why: m.recall_why_default() },
		places: found ? await recallPlaces(context, filter) : [],
		page: found ? await recallSteps(context, filter, after) : { steps: [], next: null },
		isFirst: after === null
	};
};
