/**
 * Push, `POST /api/sync/push` - protocol version 1.
 *
 * Body (`push-request.ts`): JSON, optionally `content-encoding: gzip`; at most 1 MB as sent, 8 MB inflated, 1,000 operations.
 * Header `x-liangfeng-account: <account id>` names whose session cookie counts (several people share a phone).
 *
 * Operations come as a list, or as `packed` (`packed-operations.ts`) once this server has said in an answer that it `packs`;
 * one that does not know the form answers 400, and gets the list.
 *
 * The server keeps custody of every raw operation before it looks into it, and answers one verdict per operation that it
 * could read an `opId` from. An answer counts only when the status is 200, the content type JSON, `nonce` is the request's
 * and `serverId` the known one: a captive portal's 200 is a network error. What is not answered stays in the outbox. To a
 * device whose `epoch` is older than the server's every operation is answered `retry`: first it sends again what a restore took.
 *
 * Status: 200 verdicts; 400 the envelope itself is malformed; 401 no session; 403 not this account's device (also after
 * revocation a device may still push: then 200); 413 too big (halve the batch; the server's own names `error` in JSON, only
 * that says something of a single operation); 426 protocol too old; 429, 503 wait `retry-after` seconds.
 */
import { z } from './zod.ts';
import type { HeardRestores } from './push-request.ts';
import { OUTCOMES, REFUSALS } from '#lib/domain/operation.ts';

export const PROTOCOL_VERSION = 1;
export const MAX_PUSH_BYTES = 1_000_000;
export const MAX_PUSH_INFLATED = 8_000_000;
export const MAX_PUSH_OPERATIONS = 1_000;
/** A phone tells of so many restores at most: of the last ones. */
export const MAX_RESTORES = 100;
export const ACCOUNT_HEADER = 'x-liangfeng-account';

/** The restores that a phone has heard of. Older apps kept the last one alone, and not what they knew the server by before it. */
export function heardBy({
	heard,
	beforeRestore
}: {
	readonly heard?: HeardRestores | undefined;
	readonly beforeRestore?: number | undefined;
}): HeardRestores {
	return heard ?? (beforeRestore === undefined ? [] : [{ epoch: 0, n: beforeRestore }]);
}

export const verdict = z.object({
	opId: z.string(),
	outcome: z.enum(OUTCOMES),
	rev: z.number().int().nullable(),
	no: z.string().nullable(),
	/** A newer server may refuse for a reason that this app does not know: the record comes back all the same. */
	refusal: z.enum(REFUSALS).nullable().catch('internal'),
	issues: z
		.array(
			z.object({
				code: z.string(),
				field: z.string(),
				message: z.string(),
				params: z.record(z.string(), z.union([z.string(), z.number()])).optional()
			})
		)
		.optional(),
	decided: z.object({ by: z.string(), verb: z.string(), at: z.string() }).optional(),
	conflict: z.array(z.string()).optional()
});

export const pushResponse = z.object({
	protocol: z.literal(PROTOCOL_VERSION),
	serverId: z.string(),
	epoch: z.number().int(),
	nonce: z.string(),
	serverTime: z.string(),
	verdicts: z.array(verdict),
	/** Form of packed operations that this server reads; absent in answers of older servers. */
	packs: z.number().optional()
});
export type PushResponse = z.infer<typeof pushResponse>;
