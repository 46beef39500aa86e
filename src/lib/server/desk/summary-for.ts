import { maskName } from '#lib/domain/mask-name.ts';
import type { RecordKind, Summary } from '#lib/records/kind.ts';
import type { DeskContext } from './desk-context.ts';

/**
 * A record in short, as this reader may know it: a row of a person is headed by the name, which those who do not handle the
 * record see masked.
 */
export function summaryFor(
	{ reference, locale }: Pick<DeskContext, 'reference' | 'locale'>,
	kind: RecordKind,
	body: unknown,
	whole: boolean
): Summary {
	const summary = kind.summary(body, reference, locale);
	return kind.merging && !whole ? { ...summary, title: maskName(summary.title) } : summary;
}
