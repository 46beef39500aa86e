import { locale } from '#lib/i18n.ts';
import type { Reference } from '#lib/domain/reference.ts';
import { kindOf } from '#lib/records/index.ts';
import { detailText } from '#lib/records/texts.ts';

/** Title and short figures of a record, as words. Bodies that this version cannot read have none. */
export function summaryOf(
	kind: string,
	body: unknown,
	reference: Reference
): { title: string; details: string[] } {
	const definition = kindOf(kind);
	const parsed = definition?.schema.safeParse(body);
	if (!definition || !parsed?.success) return { title: '', details: [] };
	const { title, details } = definition.summary(parsed.data, reference, locale());
	return { title, details: details.map((detail) => detailText(detail)) };
}
