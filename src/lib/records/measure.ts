import type { Measure } from './kind.ts';

/** A figure in thousandths; `value` is in units with at most three decimals, null counts as nothing. */
export function measure(name: string, value: number | null, dimension = ''): Measure {
	return { name, dimension, value: Math.round((value ?? 0) * 1000) };
}
