/**
 * A phone's "everything unsent" file, brought to the desk by any road: its operations go through push unchanged. Sealed
 * for this deployment, or readable as older phones and phones without a key write it. Whose it is stands only in the file, and
 * anybody can write one: push takes from it what a person does on a phone and no decision, whoever brings it stands in the
 * audit log and decides on nothing of it.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Verdict } from '#lib/domain/operation.ts';
import { heardBy } from '#lib/protocol/push.ts';
import { heardRestores } from '#lib/protocol/push-request.ts';
import { isSealed } from '#lib/protocol/sealed-file.ts';
import { audit } from '#lib/server/accounts/audit.ts';
import type { Sql } from '#lib/server/database/schema.ts';
import { FILE_LIMITS } from '#lib/protocol/unsent-file.ts';
import { openFile, type OpenProblem } from '#lib/server/sealing/open-file.ts';
import { deviceTimeAt } from '#lib/server/sync/custody-row.ts';
import { lastIssued } from '#lib/server/sync/judge-again.ts';
import { GRACE_MILLIS } from '#lib/server/sync/rights.ts';
import type { DeskActor } from './act.ts';
import { deskDeviceId } from './desk-device.ts';
import { covers, type DeskRights } from './desk-rights.ts';
import { missingParts, unsentPart } from './unsent-parts.ts';

const unsentFile = z.object({
	format: z.literal('liangfeng-unsent'),
	version: z.number().int(),
	serverId: z.string(),
	accountId: z.string(),
	deviceId: z.string(),
	/** Absent where it stands alone, and as phones wrote it that put several in order by their names alone. */
	part: unsentPart.optional(),
	/** What its push would say besides; absent in files of older phones. */
	epoch: z.number().int().min(0).optional(),
	beforeRestore: z.number().int().min(0).optional(),
	heard: heardRestores.optional(),
	grantsRev: z.number().int().min(0).optional(),
	operations: z.array(z.unknown())
});
export type UnsentContent = z.infer<typeof unsentFile>;

/** Each has its sentence: `unsent_<code>`. */
export type UnsentProblem =
	| OpenProblem
	| 'not-json'
	| 'not-ours'
	| 'too-big'
	| 'unknown-account'
	| 'unknown-device'
	| 'not-permitted'
	| 'part-missing';

export type Refusal = {
	readonly ok: false;
	readonly problem: UnsentProblem;
	/** Numbers of the earlier files that have to come first. */
	readonly missing?: readonly number[];
};

export interface UnsentResult {
	readonly account: string;
	readonly total: number;
	readonly verdicts: readonly (Verdict & {
		readonly kind: string;
		readonly verb: string;
		readonly at: string;
	})[];
}

/** @param text content of the file, at most `LARGEST_FILE` */
export async function readUnsent(
	sql: Sql,
	text: string
): Promise<{ readonly ok: true; readonly file: UnsentContent } | Refusal> {
	const opened = isSealed(text) ? await openFile(sql, text) : { text };
	if ('problem' in opened) return { ok: false, problem: opened.problem };
	let json: unknown;
	try {
		json = JSON.parse(opened.text);
	} catch {
		return { ok: false, problem: 'not-json' };
	}
	const read = unsentFile.safeParse(json);
	if (!read.success) return { ok: false, problem: 'not-ours' };
	if (read.data.version > 1) return { ok: false, problem: 'newer' };
	// As phones wrote it that knew of no parts.
	if (read.data.operations.length > FILE_LIMITS.operations) return { ok: false, problem: 'too-big' };
	return { ok: true, file: read.data };
}

/**
 * @param file what was read of `text`
 * @param withoutEarlier somebody has said that an earlier file of it is lost
 * @returns the verdicts, or why nothing was done; the file itself is never changed, so nothing is lost
 */
export async function takeUnsent(
	actor: DeskActor,
	rights: DeskRights,
	text: string,
	file: UnsentContent,
	withoutEarlier: boolean
): Promise<{ readonly ok: true; readonly result: UnsentResult } | Refusal> {
	const sql = actor.database.reader;
	const meta = await sql.selectFrom('meta').select(['server_id', 'epoch']).executeTakeFirstOrThrow();
	if (file.serverId !== meta.server_id) return { ok: false, problem: 'other-server' };
	const account = await sql
		.selectFrom('account')
		.select('id')
		.where('id', '=', file.accountId)
		.executeTakeFirst();
	if (!account) return { ok: false, problem: 'unknown-account' };
	const device = await sql
		.selectFrom('device')
		.select(['id', 'account_id', 'skew_ms'])
		.where('id', '=', file.deviceId)
		.executeTakeFirst();
	const isPhone = device?.account_id === file.accountId && file.deviceId !== deskDeviceId(file.accountId);
	if (!isPhone) return { ok: false, problem: 'unknown-device' };
	const regions = await regionsOf(sql, file.accountId, actor.now());
	const reaches =
		file.accountId === actor.account || regions.some((region) => covers(rights.reviews, region));
	if (!reaches) return { ok: false, problem: 'not-permitted' };
	const missing = withoutEarlier ? [] : await missingParts(sql, file.deviceId, file.part);
	if (missing.length > 0) return { ok: false, problem: 'part-missing', missing };
	const sha256 = createHash('sha256').update(text).digest('hex');
	const detail = { operations: file.operations.length, sha256 };
	await actor.database.transaction((trx) =>
		audit(trx, actor.now(), actor.account, 'unsent-brought', file.accountId, detail)
	);
	const grantsRev = file.grantsRev ?? (await lastIssued(actor.database, file.deviceId));
	// Where the phone had not heard of a restore, or does not say, all of it may stand on what the restore took.
	const { epoch = 0 } = file;
	const unheard = epoch < meta.epoch ? [{ epoch, n: Number.MAX_SAFE_INTEGER }] : [];
	const heard = [...heardBy(file), ...unheard];
	const verdicts: Verdict[] = [];
	for (let at = 0; at < file.operations.length; at += 500) {
		verdicts.push(
			...(await actor.push({
				account: file.accountId,
				deviceId: file.deviceId,
				grantsRev,
				heard,
				epoch,
				origin: `file:${actor.account}`,
				// No file says how its clock stood: what the phone last said of it is asked.
				deviceTime: deviceTimeAt(actor.now(), device.skew_ms === null ? null : Number(device.skew_ms)),
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

/** Where somebody works: by the rights that stand or ended so lately that work under them is still taken, else by those of before. */
async function regionsOf(sql: Sql, account: string, now: Date): Promise<readonly string[]> {
	const grants = await sql
		.selectFrom('grant_right')
		.select(['region', 'valid_to'])
		.where('account_id', '=', account)
		.execute();
	const since = new Date(now.getTime() - GRACE_MILLIS).toISOString();
	const recent = grants.filter(({ valid_to }) => valid_to === null || valid_to > since);
	return (recent.length > 0 ? recent : grants).map(({ region }) => region);
}
