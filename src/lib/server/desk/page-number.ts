/** Number of a page in an address, from 1; the first for whatever makes no sense. */
export function pageNumber(search: URLSearchParams): number {
	const asked = Number(search.get('page') ?? 1);
	return Number.isInteger(asked) && asked >= 1 && asked <= 10_000 ? asked : 1;
}
