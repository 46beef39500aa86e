/** What a phone asks with a pull (`pull.ts`), as the server reads it: phones have no use for it but its types. */
import { MAX_SCOPES } from './pull.ts';
import { heartbeat } from './push-request.ts';
import { z } from './zod.ts';

export const pullRequest = z.object({
	protocol: z.number().int(),
	deviceId: z.string().max(64),
	epoch: z.number().int().min(0),
	nonce: z.string().min(8).max(64),
	deviceTime: z.string().max(40),
	heartbeat,
	/** scope -> last applied `seq`; `gen` of the feed it belongs to. */
	cursors: z
		.array(z.object({ scope: z.string().max(80), gen: z.number().int(), seq: z.number().int().min(0) }))
		.max(MAX_SCOPES),
	/** Operations without a verdict, for the case that an answer was lost. */
	unresolved: z.array(z.string().max(64)).max(2_000),
	/**
	 * What this app keeps beside records and reference data (`stock`), and what it can read in them that older ones cannot
	 * (`prints`: the finer print of a sheet); absent in requests of older phones.
	 */
	knows: z.array(z.string().max(20)).max(20).optional(),
	/** Id of the sealing key the phone has, '' for none; absent in requests of older phones. */
	sealing: z.string().max(64).optional(),
	/** This phone deletes lent rosters by its own clock; older ones do not, and are given none. */
	leases: z.boolean().optional(),
	/** Bytes of rows that its link can carry at once; absent in requests of older phones. One row comes always. */
	most: z.number().int().min(1).optional()
});
export type PullRequest = z.infer<typeof pullRequest>;
