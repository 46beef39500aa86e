import { naturalId } from '#lib/records/natural-id.ts';
import type { CountedRows } from '#lib/records/kind.ts';
import type { SessionBody } from './body.ts';
import { knownBy } from './known-by.ts';
import { namedSignIns } from './rules/counts.ts';
import { includesMinors } from './rules/minors.ts';

/**
 * Sign-ins as rows of their own. They never move the head count: beyond it they are kept and its author is asked (R02). Where
 * minors are, none is taken (R05). Who stands in the body's own list as well counts there, once.
 */
export const countedSignIns: CountedRows<SessionBody> = {
	kind: 'sign-in',
	measure: 'named_signins',
	admits: (body, reference) =>
		includesMinors(body, reference)
			? [{ code: 'R05', severity: 'block', field: 'sessionId', message: 'rule_r05_rows' }]
			: [],
	inBody: (body, recordId) =>
		body.signIns.flatMap((row) => naturalId('sign-in', recordId, { ...row, card: null, roster: null }) ?? []),
	named: namedSignIns,
	knownBy,
	judge(body, rows) {
		const named = namedSignIns(body) + rows;
		const count = body.headcount;
		if (count === null || rows === 0 || named <= count) return [];
		const params = { named, count };
		return [{ code: 'R02', severity: 'warn', field: 'headcount', message: 'rule_r02_rows', params }];
	}
};
