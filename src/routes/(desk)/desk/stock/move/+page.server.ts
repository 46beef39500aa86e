import { fail, redirect } from '@sveltejs/kit';
import { formText } from '#lib/server/accounts/form-text.ts';
import type { DeskContext } from '#lib/server/desk/desk-context.ts';
import { deskOf } from '#lib/server/desk/desk-of.ts';
import { balancesAt } from '#lib/server/desk/stock/balances.ts';
import { DESK_ACTS, moveGoods, type DeskAct } from '#lib/server/desk/stock/move-goods.ts';
import {
	homesIn,
	keptStores,
	openStores,
	stockPlace,
	type StockPlace
} from '#lib/server/desk/stock/stock-places.ts';
import { supplyChoices } from '#lib/server/desk/stock/supply-choices.ts';
import { typedLines } from '#lib/server/desk/stock/typed-lines.ts';
import type { Actions, PageServerLoad } from './$types';

/** Who may be at the other end. Teams of one area work in others as well; a person draws from the own area's store. */
function othersOf(context: DeskContext, act: DeskAct, store: StockPlace): readonly StockPlace[] {
	if (act === 'transfer') return openStores(context).filter(({ place }) => place !== store.place);
	const teams = context.reference
		.all('team')
		.flatMap(({ code }) => stockPlace(context, `team:${code}`) ?? []);
	return [...teams, ...homesIn(context, store.region, 'person')];
}

/** What is asked first: the act, the store, and who is at the other end where somebody is. */
function asked(context: DeskContext, from: { get(name: string): unknown }) {
	const text = (name: string) => String(from.get(name) ?? '').slice(0, 60);
	const stores = keptStores(context);
	const store = stores.find((one) => one.place === text('store')) ?? stores[0];
	const act = DESK_ACTS.find((one) => one === text('act')) ?? 'receive';
	const hasOther = act === 'issue' || act === 'return' || act === 'transfer';
	const others = hasOther && store ? othersOf(context, act, store) : [];
	const other = others.find((one) => one.place === text('other'));
	return { act, stores, store, others, other, hasOther };
}

export const load: PageServerLoad = async (event) => {
	const { context, mintId } = await deskOf(event);
	const { act, stores, store, others, other, hasOther } = asked(context, event.url.searchParams);
	const from = act === 'return' ? other : act === 'receive' ? undefined : store;
	const isReady = store !== undefined && (!hasOther || other !== undefined);
	return {
		...{ act, acts: DESK_ACTS, stores, others, store: store?.place ?? '', other: other?.place ?? '' },
		...{ hasOther, isReady, opId: mintId(), recordId: mintId(), today: context.today },
		there: isReady && from ? await balancesAt(context, [from]) : [],
		supplies: supplyChoices(context).filter((one) => one.active)
	};
};

export const actions: Actions = {
	default: async (event) => {
		const { context, actor } = await deskOf(event);
		const form = await event.request.formData();
		const { act, store, other } = asked(context, form);
		const typed = {
			...{ date: formText(form, 'date', 10), lines: typedLines(form) },
			...{ source: formText(form, 'source', 120).trim(), remark: formText(form, 'remark', 300).trim() }
		};
		const answer = await moveGoods(actor, context, {
			...{ opId: formText(form, 'opId', 36), recordId: formText(form, 'recordId', 36) },
			...{ act, store: store?.place ?? '', other: other?.place ?? '', ...typed }
		});
		if (!answer.done) return fail(409, { answer, typed });
		redirect(303, `/desk/stock/place?${new URLSearchParams({ at: store?.place ?? '' })}`);
	}
};
