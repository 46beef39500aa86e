import type { StockLine } from './movement.ts';

/** Batches in the order in which they should go out: the soonest expiry first, those without one last. */
export function soonestFirst<T extends Pick<StockLine, 'expiry' | 'batch'>>(lines: readonly T[]): T[] {
	const rank = ({ expiry, batch }: T) => `${expiry ?? '9999-12-31'} ${batch}`;
	return [...lines].sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));
}
