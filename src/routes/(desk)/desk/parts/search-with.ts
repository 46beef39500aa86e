/**
 * A page's query with some of it changed, as an address relative to the page: `?page=2&...`.
 * @param changes values by name; an empty or missing one takes the name away
 */
export function searchWith(
	from: URLSearchParams,
	changes: Readonly<Record<string, string | undefined>>
): string {
	const search = new URLSearchParams(from);
	for (const [name, value] of Object.entries(changes)) {
		if (value) search.set(name, value);
		else search.delete(name);
	}
	return `?${search}`;
}
