import { photosIn } from '#lib/domain/photo.ts';
import type { SessionBody } from './body.ts';

/** attendance_method codes. */
const [HEAD_COUNT, BY_ORGANISATION, NAMED, PAPER, VIEWS] = ['HC', 'UN', 'NM', 'PS', 'VW'];

/**
 * How the count of a session is known, as codes of attendance_method in their order: what was ticked, and what the record itself
 * shows (counts by organisation, named sign-ins, a paper sheet or its photo, views). A count with nothing beside it was counted on the spot.
 * @param rows named sign-ins that are rows of their own
 */
export function knownBy(body: SessionBody, rows: number): string[] {
	const shown = new Set(body.attendanceMethods);
	if (body.byOrganisation.length > 0) shown.add(BY_ORGANISATION ?? '');
	if (body.signIns.length + rows > 0) shown.add(NAMED ?? '');
	if (body.namedOnPaper > 0 || photosIn(body).some((photo) => photo.use === 'sheet')) shown.add(PAPER ?? '');
	if ((body.headcount ?? 0) > 0 && shown.size === 0) shown.add(HEAD_COUNT ?? '');
	if (body.onlineViews > 0) shown.add(VIEWS ?? '');
	const order = [HEAD_COUNT, BY_ORGANISATION, NAMED, PAPER, VIEWS];
	return [...shown].sort((one, other) => order.indexOf(one) - order.indexOf(other));
}
