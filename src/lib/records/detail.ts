import type { Summary } from './kind.ts';

/** One short figure of a list row: a message key and its parameters. */
export function detail(
	message: string,
	params?: Readonly<Record<string, string | number>>
): Summary['details'][number] {
	return params ? { message, params } : { message };
}
