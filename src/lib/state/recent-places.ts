/** Places this phone recorded at last: offered before anything is typed. Codes only, the newest first. */
import type { Reference } from '#lib/domain/reference.ts';
import type { FoundPlace } from '#lib/records/place.ts';

export interface RecentPlace {
	readonly type: FoundPlace['type'];
	readonly code: string;
}

/** As many as fit under a field and leave one's thumb a choice. */
const KEPT = 6;

/** The place of this body before those known; a body without a listed place changes nothing. */
export function rememberPlace(known: readonly RecentPlace[], body: unknown): readonly RecentPlace[] {
	const { organisation, hostOrganisation, station } = (body ?? {}) as Record<string, unknown>;
	const unit = organisation ?? hostOrganisation;
	const [type, code] = unit ? (['organisation', unit] as const) : (['station', station] as const);
	if (typeof code !== 'string' || code === '') return known;
	const others = known.filter((one) => one.type !== type || one.code !== code);
	return [{ type, code }, ...others].slice(0, KEPT);
}

/** With their names; those that the reference data no longer has are left out. */
export function namedPlaces(known: readonly RecentPlace[], reference: Reference): readonly FoundPlace[] {
	return known.flatMap(({ type, code }) => {
		const entry = reference.get(type, code);
		return entry ? [{ type, entry }] : [];
	});
}
