/**
 * A phone's "everything unsent" file, brought to the desk by any road: its operations go through push unchanged. Sealed
 * for this deployment, or readable as older phones and phones without a key write it.
 */
import { z } from 'zod';
import type { Verdict } from '#lib/domain/operation.ts';
import { isSealed } from '#lib/protocol/sealed-file.ts';
import { openFile, type OpenProblem } from '#lib/server/sealing/open-file.ts';
import { covers, type DeskRights } from './desk-rights.ts';
import type { DeskActor } from './act.ts';

const unsentFile = z.object({
	format: z.literal('liangfeng-unsent'),
	version: z.number().int(),
	serverId: z.string(),
	accountId: z.string(),
	deviceId: z.string(),
	operations: z.array(z.unknown()).max(10_000)
});

/** Each has its sentence: `unsent_<code>`. */
export type UnsentProblem =
	OpenProblem | 'not-json' | 'not-ours' | 'unknown-account' | 'unknown-device' | 'not-permitted';

export interface UnsentResult {
	readonly account: string;
	readonly total: number;
	readonly verdicts: readonly (Verdict & {
		readonly kind: string;
		readonly verb: string;
		readonly at: string;
	})[];
}

/**
 * @param text content of the file, at most 10 MB (the route's limit)
 * @returns the verdicts, or why nothing was done; the file itself is never changed, so nothing is lost
 */
export async function importUnsent(
	actor: DeskActor,
	rights: DeskRights,
	text: string
): Promise<
	| { readonly ok: true; readonly result: UnsentResult }
	| { readonly ok: false; readonly problem: UnsentProblem }
> {
	const opened = isSealed(text) ? await openFile(actor.database.reader, text) : { text };
	if ('problem' in opened) return { ok: false, problem: opened.problem };
	let json: unknown;
	try {
		json = JSON.parse(opened.text);
	} catch {
		return { ok: false, problem: 'not-json' };
	}
	const read = unsentFile.safeParse(json);
	if (!read.success) return { ok: false, problem: 'not-ours' };
	const file = read.data;
	if (file.version > 1) return { ok: false, problem: 'newer' };
	const sql = actor.database.reader;
	const meta = await sql.selectFrom('meta').select(['server_id']).executeTakeFirstOrThrow();
	if (file.serverId !== meta.server_id) return { ok: false, problem: 'other-server' };
	const account = await sql
		.selectFrom('account')
		.select('id')
		.where('id', '=', file.accountId)
		.executeTakeFirst();
	if (!account) return { ok: false, problem: 'unknown-account' };
	const device = await sql
		.selectFrom('device')
		.select(['id', 'account_id'])
		.where('id', '=', file.deviceId)
		.executeTakeFirst();
	if (device?.account_id !== file.accountId) return { ok: false, problem: 'unknown-device' };
	const regions = await sql
		.selectFrom('grant_right')
		.select('region')
		.where('account_id', '=', file.accountId)
		.execute();
	const reaches =
		file.accountId === actor.account || regions.some((grant) => covers(rights.reviews, grant.region));
	if (!reaches) return { ok: false, problem: 'not-permitted' };
	const issued = await sql
		.selectFrom('grants_issued')
		.select((eb) => eb.fn.max('rev').as('rev'))
		.where('device_id', '=', file.deviceId)
		.executeTakeFirst();
	const verdicts: Verdict[] = [];
	for (let at = 0; at < file.operations.length; at += 500) {
		verdicts.push(
			...(await actor.push({
				account: file.accountId,
				deviceId: file.deviceId,
				grantsRev: issued?.rev ?? 0,
				origin: 'file',
				deviceTime: actor.now().toISOString(),
				operations: file.operations.slice(at, at + 500)
			}))
		);
	}
	const byId = new Map(
		file.operations.map((raw) => {
			const one = (raw ?? {}) as { opId?: unknown; kind?: unknown; verb?: unknown; at?: unknown };
			return [
				String(one.opId),
				{ kind: String(one.kind ?? ''), verb: String(one.verb ?? ''), at: String(one.at ?? '') }
			];
		})
	);
	return {
		ok: true,
		result: {
			account: file.accountId,
			total: file.operations.length,
			verdicts: verdicts.map((verdict) => ({
				...verdict,
				...(byId.get(verdict.opId) ?? { kind: '', verb: '', at: '' })
			}))
		}
	};
}
