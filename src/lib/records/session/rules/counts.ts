/** Rules about how many were there: R01 to R04, R06. */
import type { Issue } from '#lib/domain/issue.ts';
import type { SessionBody } from '../body.ts';

/** Above this the count is checked or marked as an estimate (R04, field experience). */
const LARGE_AUDIENCE = 1000;
/** session_mode of a session without anybody on site. */
const ONLINE = 'XS';

/** Named sign-ins, those on paper and those entered one by one. */
export function namedSignIns(body: Pick<SessionBody, 'namedOnPaper' | 'signIns'>): number {
	return body.namedOnPaper + body.signIns.length;
}

/** R01: the head count is there; 0 only for online sessions. */
export function headcountGiven(body: SessionBody): Issue[] {
	if (body.headcount !== null && (body.headcount > 0 || body.mode === ONLINE)) return [];
	return [{ code: 'R01', severity: 'block', field: 'headcount', message: 'rule_r01' }];
}

/** R02: named sign-ins within the head count. The rows are never dropped, whoever is too many. */
export function signInsWithinHeadcount(body: SessionBody): Issue[] {
	const named = namedSignIns(body);
	if (body.headcount === null || named <= body.headcount) return [];
	const field = body.signIns.length > 0 ? 'signIns' : 'namedOnPaper';
	return [{ code: 'R02', severity: 'block', field, message: 'rule_r02', params: { named } }];
}

/** R03: counts by organisation, once there are any, add up to the head count; `rest` is what 未分单位 would take. */
export function organisationsAddUp(body: SessionBody): Issue[] {
	if (body.byOrganisation.length === 0 || body.headcount === null) return [];
	const sum = body.byOrganisation.reduce((total, row) => total + row.count, 0);
	if (sum === body.headcount) return [];
	const params = { sum, rest: body.headcount - sum };
	return [{ code: 'R03', severity: 'block', field: 'byOrganisation', message: 'rule_r03', params }];
}

/** R04: over 1,000 and not marked as an estimate. */
export function largeAudience(body: SessionBody): Issue[] {
	if ((body.headcount ?? 0) <= LARGE_AUDIENCE || body.headcountEstimated) return [];
	return [{ code: 'R04', severity: 'warn', field: 'headcount', message: 'rule_r04' }];
}

/** R06: said beside online views: they are never person-times. */
export function viewsAreNotPersonTimes(body: SessionBody): Issue[] {
	if (body.onlineViews === 0) return [];
	return [{ code: 'R06', severity: 'info', field: 'onlineViews', message: 'rule_r06' }];
}
