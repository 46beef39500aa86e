import { batchText } from '#lib/domain/stock/batch-text.ts';
import type { DeskContext } from '#lib/server/desk/desk-context.ts';
import type { RecallFilter } from './recall.ts';

/** The batch that an address or a form asks for; '' for none. A supply that nobody knows is none. */
export function askedBatch(
	{ reference }: Pick<DeskContext, 'reference'>,
	from: { get(name: string): unknown }
): RecallFilter {
	const text = (name: string) => {
		const value = from.get(name);
		return typeof value === 'string' ? value.trim().slice(0, 40) : '';
	};
	return { batch: batchText(text('batch')), supply: reference.get('supply', text('supply'))?.code ?? null };
}
