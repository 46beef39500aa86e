import type { Reference } from '#lib/domain/reference.ts';
import type { Locale, RecordKind } from './kind.ts';
import { nameOf } from './names.ts';

/**
 * The unit or place that a photo's stamp names; '' for records about a household, whose place is a person's home and whose
 * words may be a person's name.
 */
export function stampPlace(kind: RecordKind, body: unknown, reference: Reference, locale: Locale): string {
	const { organisation, station, sensitive } = kind.facets(body);
	if (sensitive) return '';
	const { placeText, venue } = body as { placeText?: unknown; venue?: unknown };
	const words = [placeText, venue].find((text) => typeof text === 'string' && text.trim() !== '');
	return (
		nameOf(reference, 'organisation', organisation, locale) ||
		nameOf(reference, 'station', station, locale) ||
		(typeof words === 'string' ? words.trim() : '')
	);
}
