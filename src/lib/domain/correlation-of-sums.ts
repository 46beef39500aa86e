/**
 * Pearson's correlation of two series out of their sums: of the values, of their squares, and of their products.
 * @returns -1 to 1; 0 where one of them does not vary
 */
export function correlationOfSums(
	a: number,
	b: number,
	aa: number,
	bb: number,
	ab: number,
	count: number
): number {
	const spread = (aa - (a * a) / count) * (bb - (b * b) / count);
	return spread > 1e-9 ? (ab - (a * b) / count) / Math.sqrt(spread) : 0;
}
