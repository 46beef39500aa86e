/** Bugs that a ledger of stock could have. */
import type { Verdict } from '#lib/domain/operation.ts';
import type { Bug } from '../bug.ts';

const isVerdicts = (result: unknown): result is Verdict[] =>
	Array.isArray(result) && result.every((one) => typeof one === 'object' && one !== null && 'outcome' in one);

/** What would leave less than nothing is not taken in. */
const negativeRefused: Bug = {
	name: 'negative stock refused',
	async commit(trx, work) {
		const below = () => trx.selectFrom('stock_holding').select('place').where('qty', '<', 0).execute();
		const before = (await below()).length;
		const result = await work(trx);
		if (isVerdicts(result) && (await below()).length > before) throw new Error('less than nothing');
		return result;
	}
};

/** A movement that was taken back already is taken back by the next one as well. */
const reversedTwice: Bug = {
	name: 'reversal applied twice',
	async commit(trx, work) {
		const result = await work(trx);
		if (!isVerdicts(result)) return result;
		for (const { opId, outcome } of result) {
			if (outcome !== 'applied') continue;
			const made = await trx
				.selectFrom('operation')
				.innerJoin('record', 'record.id', 'operation.record_id')
				.select(['record.id', 'record.parent', 'record.body'])
				.where('op_id', '=', opId)
				.where('record.kind', '=', 'movement')
				.executeTakeFirst();
			if (!made?.parent || (JSON.parse(made.body) as { act: string }).act !== 'reversal') continue;
			const lines = await trx
				.selectFrom('stock_entry')
				.selectAll()
				.where('group_id', '=', made.parent)
				.where('record_id', '<>', made.id)
				.where('record_id', '<>', made.parent)
				.execute();
			for (const { place, supply, batch, expiry, qty } of lines)
				await trx
					.updateTable('stock_balance')
					.set((set) => ({ qty: set('qty', '+', qty) }))
					.where('place', '=', place)
					.where('supply', '=', supply)
					.where('batch', '=', batch)
					.where('expiry', '=', expiry)
					.execute();
		}
		return result;
	}
};

export const stockBugs: readonly Bug[] = [negativeRefused, reversedTwice];
