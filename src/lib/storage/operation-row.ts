import type { Operation } from '#lib/domain/operation.ts';

/** The operation as it is sent: the same fields in the same order each time. */
export function bareOperation(row: Operation): Operation {
	const { opId, n, verb, kind, recordId, scope, baseRev, schema, at, body, attachments } = row;
	return { opId, n, verb, kind, recordId, scope, baseRev, schema, at, body, attachments };
}
