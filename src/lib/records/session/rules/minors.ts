import type { Issue } from '#lib/domain/issue.ts';
import type { Reference } from '#lib/domain/reference.ts';
import type { SessionBody } from '../body.ts';

/** audience_category of teachers and pupils. */
const SCHOOL = 'AU05';

/** Whether minors are to be expected: ticked, a school audience, or a topic that is held in schools. Names are then not asked for. */
export function includesMinors(
	body: Pick<SessionBody, 'minorsPresent' | 'audience' | 'topic'>,
	reference: Reference
): boolean {
	return (
		body.minorsPresent ||
		body.audience === SCHOOL ||
		reference.get('topic', body.topic)?.minorsLikely === true
	);
}

/** R05: with minors no names and no close-ups, only the head count. Stands on the names when some were taken. */
export function minorsUnnamed(body: SessionBody, reference: Reference): Issue[] {
	if (!includesMinors(body, reference)) return [];
	const field = body.signIns.length > 0 ? 'signIns' : 'audience';
	return [{ code: 'R05', severity: 'warn', field, message: 'rule_r05' }];
}
