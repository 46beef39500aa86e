import { error, fail, redirect } from '@sveltejs/kit';
import { formText } from '#lib/server/accounts/form-text.ts';
import { deskOf } from '#lib/server/desk/desk-of.ts';
import { balancesAt } from '#lib/server/desk/stock/balances.ts';
import { reverseMovement } from '#lib/server/desk/stock/move-goods.ts';
import { placeLedger } from '#lib/server/desk/stock/place-ledger.ts';
import { keptStores, readsWhole, stockPlace } from '#lib/server/desk/stock/stock-places.ts';
import { openTransfers } from '#lib/server/desk/stock/transfers.ts';
import { supplyChoices } from '#lib/server/desk/stock/supply-choices.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { context, mintId } = await deskOf(event);
	const asked = event.url.searchParams;
	const at = stockPlace(context, asked.get('at'));
	if (!at) error(404, 'no-such-record');
	const isWhole = readsWhole(context, at);
	const supplies = supplyChoices(context);
	const supply = supplies.find((one) => one.code === asked.get('supply'))?.code ?? null;
	const ledger = await placeLedger(context, at, { supply, after: asked.get('after') });
	// A place of another area of which nothing came here looks like one that is not there.
	const isKnown =
		isWhole || ledger.steps.length > 0 || (await placeLedger(context, at, { limit: 1 })).steps.length > 0;
	if (!isKnown) error(404, 'no-such-record');
	const transfers = isWhole ? await openTransfers(context, [at]) : [];
	return {
		...{ at, isWhole, supplies, supply },
		coming: transfers.filter(({ to }) => to.place === at.place),
		going: transfers.filter(({ from }) => from.place === at.place),
		balances: isWhole ? await balancesAt(context, [at], { supply }) : [],
		steps: ledger.steps.map((step) => ({ ...step, opId: mintId(), recordId: mintId() })),
		next: ledger.next,
		records: keptStores(context).some((one) => one.place === at.place)
	};
};

export const actions: Actions = {
	reverse: async (event) => {
		const { context, actor } = await deskOf(event);
		const form = await event.request.formData();
		const about = formText(form, 'about', 36);
		const remark = formText(form, 'remark', 300).trim();
		const answer = await reverseMovement(actor, context, {
			...{ opId: formText(form, 'opId', 36), recordId: formText(form, 'recordId', 36), about, remark }
		});
		if (!answer.done) return fail(409, { answer, about, remark });
		const kept = new URLSearchParams(event.url.searchParams);
		kept.delete('/reverse');
		redirect(303, `${event.url.pathname}?${kept}`);
	}
};
