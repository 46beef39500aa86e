/** Bugs that the server could have with rows of persons. */
import type { Verdict } from '#lib/domain/operation.ts';
import type { Bug } from './bug.ts';

/** The second sign-in of a person counts as one more. */
const countedTwice: Bug = {
	name: 'sign-in counted twice',
	async commit(trx, work) {
		const result = await work(trx);
		const verdicts = Array.isArray(result) ? (result as Verdict[]) : [];
		for (const { opId } of verdicts.filter((one) => one.outcome === 'merged')) {
			const row = await trx
				.selectFrom('operation')
				.select('record_id')
				.where('op_id', '=', opId)
				.where('kind', '=', 'sign-in')
				.where('verb', '=', 'create')
				.executeTakeFirst();
			await trx
				.updateTable('measure')
				.set((set) => ({ value: set('value', '+', 1000) }))
				.where('record_id', '=', row?.record_id ?? '')
				.where('name', '=', 'named_signins')
				.execute();
		}
		return result;
	}
};

export const signInBugs: readonly Bug[] = [countedTwice];
