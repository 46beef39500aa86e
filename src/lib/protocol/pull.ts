/**
 * Pull, `POST /api/sync/pull` - protocol version 1.
 *
 * Sends (`pull-request.ts`) a cursor per scope and the operation ids that still wait for an answer; gets, from one read
 * snapshot: the rights, the scopes to drop, verdicts, pages of rows (at most 500 rows or 512 kB each, all within `most`), and
 * where a scope is exhausted its `count` and `hash`. A page and its cursor are applied in one transaction, only if the stored cursor equals `from`.
 * A scope that is unknown to the client starts with cursor 0 and the server's `gen`; another `gen` than the stored one,
 * or a cursor beyond `head`, means: start this scope again from 0 by mark and sweep.
 *
 * Status as in push; a revoked device gets 200 with `revoked: true`, all its scopes in `drop` and no rows.
 */
import { z } from './zod.ts';
import { ROLES } from '#lib/domain/roles.ts';
import { verdict, PROTOCOL_VERSION } from './push.ts';
import { sealingKey } from './sealed-file.ts';

export const MAX_PAGE_ROWS = 500;
export const MAX_PAGE_BYTES = 512_000;
/** An answer carries at most so many bytes of rows; what does not fit comes with the next pull. */
export const MAX_ANSWER_BYTES = 2_000_000;
/** A phone reads so many scopes at most: the first ones in order of need. */
export const MAX_SCOPES = 200;

/** A current row of a scope. `kind` is a record kind or `ref:<reference kind>`; `body` a `RecordView` or the entry. */
export const feedRow = z.object({
	seq: z.number().int().min(1),
	kind: z.string(),
	id: z.string(),
	rev: z.number().int(),
	/** True: the row left this scope or was deleted; `body` is null. */
	gone: z.boolean(),
	schema: z.number().int(),
	body: z.unknown()
});
export type FeedRow = z.infer<typeof feedRow>;

export const scopePage = z.object({
	scope: z.string(),
	gen: z.number().int(),
	from: z.number().int(),
	to: z.number().int(),
	rows: z.array(feedRow),
	more: z.boolean(),
	/** Present when `more` is false: rows in the scope that are not gone, and their hash (`digest.ts`). */
	count: z.number().int().optional(),
	hash: z.number().optional()
});
export type ScopePage = z.infer<typeof scopePage>;

export const grantView = z.object({
	id: z.string(),
	role: z.enum(ROLES),
	region: z.string(),
	team: z.string().nullable(),
	validFrom: z.string(),
	validTo: z.string().nullable()
});

export const pullResponse = z.object({
	protocol: z.literal(PROTOCOL_VERSION),
	serverId: z.string(),
	epoch: z.number().int(),
	nonce: z.string(),
	serverTime: z.string(),
	/** The server's calendar day. */
	today: z.string(),
	revoked: z.boolean(),
	grantsRev: z.number().int(),
	grants: z.array(grantView),
	/** Scopes this device may no longer read. */
	drop: z.array(z.string()),
	verdicts: z.array(verdict),
	pages: z.array(scopePage),
	/** True while another pull would bring more. */
	more: z.boolean(),
	/** Present when the phone's sealing key is another. */
	sealing: sealingKey.optional(),
	/** As in the answer to a push. */
	packs: z.number().optional()
});
export type PullResponse = z.infer<typeof pullResponse>;
