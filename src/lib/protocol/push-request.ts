/** What a phone pushes (`push.ts`), as the server reads it: phones have no use for it but its types. */
import { packedOperations, unpackOperations } from './packed-operations.ts';
import { MAX_PUSH_OPERATIONS, MAX_RESTORES } from './push.ts';
import { z } from './zod.ts';

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
export const heardRestores = z
	.array(z.object({ epoch: z.number().int().min(0), n: z.number().int().min(0) }))
	.max(MAX_RESTORES);
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
