import { locale, m } from '#lib/i18n.ts';
import type { Reference } from '#lib/domain/reference.ts';
import { kindOf } from '#lib/records/index.ts';

type Say = (params: Readonly<Record<string, string | number>>) => string;

/** A message whose key is only known at run time; the key itself when this version does not have it. */
export function say(key: string, params: Readonly<Record<string, string | number>> = {}): string {
	const message = (m as unknown as Record<string, Say | undefined>)[key];
	return message ? message(params) : key;
}

/** Title and short figures of a record, as words. Bodies of unknown kinds have none. */
export function summaryOf(
	kind: string,
	body: unknown,
	reference: Reference
): { title: string; details: string[] } {
	const definition = kindOf(kind);
	const parsed = definition?.schema.safeParse(body);
	if (!definition || !parsed?.success) return { title: '', details: [] };
	const { title, details } = definition.summary(parsed.data, reference, locale());
	return { title, details: details.map(({ message, params }) => say(message, params)) };
}
