import { naturalId } from '#lib/records/natural-id.ts';
import type { CountedRows } from '#lib/records/kind.ts';
import type { HandoutBody } from './body.ts';

/**
 * Receipts as rows of their own. They never move the person-times: beyond them they are kept and the author is asked. Who
 * stands in the body's own list as well counts there, once.
 */
export const countedReceipts: CountedRows<HandoutBody> = {
	kind: 'receipt',
	measure: 'receipts',
	admits: () => [],
	inBody: (body, recordId) =>
		body.recipients.flatMap(
			(row) => naturalId('receipt', recordId, { ...row, card: null, roster: null }) ?? []
		),
	named: (body) => body.recipients.length,
	knownBy: () => [],
	judge(body, rows) {
		const named = body.recipients.length + rows;
		const count = body.personTimes;
		// Proved by signatures, one by one: those come after the record, but they have to come.
		const signsLater = body.handoutKind === 'GR' && body.receipt === 'SIGN' && !body.imported;
		if (signsLater && named === 0) {
			return [{ code: 'receipts', severity: 'warn', field: 'recipients', message: 'rule_receipts_none' }];
		}
		if (count === null || rows === 0 || named <= count) return [];
		const params = { named, count };
		return [
			{ code: 'receipts', severity: 'warn', field: 'personTimes', message: 'rule_receipts_over', params }
		];
	}
};
