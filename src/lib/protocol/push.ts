/**
 * Push, `POST /api/sync/push` - protocol version 1.
 *
 * Body: JSON, optionally `content-encoding: gzip`; at most 1 MB as sent, 8 MB inflated, 1,000 operations.
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
import { OUTCOMES, REFUSALS } from '#lib/domain/operation.ts';
import { packedOperations, unpackOperations } from './packed-operations.ts';

export const PROTOCOL_VERSION = 1;
export const MAX_PUSH_BYTES = 1_000_000;
export const MAX_PUSH_INFLATED = 8_000_000;
export const MAX_PUSH_OPERATIONS = 1_000;
export const ACCOUNT_HEADER = 'x-liangfeng-account';

const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);

/** What must be readable of an operation for custody; everything else is judged operation by operation. */
export const operationEnvelope = z.object({
	opId: uuid,
	n: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
	verb: z.string().max(40),
	kind: z.string().max(40),
	recordId: uuid,
	scope: z.string().max(80),
	baseRev: z.number().int().min(0),
	schema: z.number().int().min(0),
	at: z.string().max(40),
	body: z.unknown(),
	attachments: z.array(z.string().max(64)).max(100)
});

export const heartbeat = z.object({
	unsent: z.object({ count: z.number().int().min(0), oldest: z.string().nullable() }),
	persistent: z.boolean().nullable(),
	freeBytes: z.number().nullable(),
	appVersion: z.string().max(40)
});
export type Heartbeat = z.infer<typeof heartbeat>;

/** Restores that a device heard of: what it knew the server by until then, and the highest `n` that was given by then. */
export const heardRestores = z.array(
	z.object({ epoch: z.number().int().min(0), n: z.number().int().min(0) })
);
export type HeardRestores = z.infer<typeof heardRestores>;

const plainRequest = z.object({
	protocol: z.number().int(),
	deviceId: uuid,
	/** Epoch of the server as this device knows it; 0 before the first pull. */
	epoch: z.number().int().min(0),
	nonce: z.string().min(8).max(64),
	deviceTime: z.string().max(40),
	/** Grants revision of the last pull: permission is that of the rights the work was written under. */
	grantsRev: z.number().int().min(0),
	heartbeat,
	/**
	 * Highest `n` that was given when this device heard of a restore: the revisions that its operations up to it were written on
	 * are those of the lost days. Absent where it has heard of none.
	 */
	beforeRestore: z.number().int().min(0).optional(),
	/** The same of each restore. Absent where it has heard of none, and from older apps. */
	heard: heardRestores.optional(),
	/** Operations in order of `n`, each kept raw: one that cannot be read never stops the rest. */
	operations: z.array(z.unknown()).max(MAX_PUSH_OPERATIONS)
});
export type PushRequest = z.infer<typeof plainRequest>;

/** Reads either writing; gives the operations as a list. */
export const pushRequest = z.union([
	plainRequest,
	plainRequest.omit({ operations: true }).extend({ packed: packedOperations }).transform(unpacked)
]);

function unpacked<Request extends { readonly packed: z.infer<typeof packedOperations> }>(
	{ packed, ...request }: Request,
	context: z.RefinementCtx
) {
	const operations: unknown[] | null = unpackOperations(packed);
	if (operations !== null) return { ...request, operations };
	context.addIssue('packed');
	return z.NEVER;
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
