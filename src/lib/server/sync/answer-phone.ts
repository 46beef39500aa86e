/** A phone's push or pull once its body is read and its sender known: envelope, protocol and device, then the work. */
import type { Verdict } from '#lib/domain/operation.ts';
import { PACKED_FORM } from '#lib/protocol/packed-operations.ts';
import { pullRequest } from '#lib/protocol/pull-request.ts';
import { heardBy, PROTOCOL_VERSION, type PushResponse } from '#lib/protocol/push.ts';
import { pushRequest } from '#lib/protocol/push-request.ts';
import type { DeviceIdentity } from '#lib/server/accounts/contract.ts';
import type { ClockGuard } from '#lib/server/clock-guard.ts';
import { compiledOnce } from '#lib/server/database/compiled-once.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { NewId } from '#lib/server/ports.ts';
import { receive } from './custody.ts';
import { pull } from './pull.ts';
import { push } from './push.ts';
import { answer } from './push-item.ts';
import type { PushOptions } from './push-types.ts';

/** Status and JSON of an answer. */
export interface PhoneAnswer {
	readonly status: 200 | 400 | 403 | 426 | 503;
	readonly content: unknown;
}

/** The instant of the request and the source of new ids; the rest as `push` takes it. */
export interface AnswerPorts extends Pick<PushOptions, 'alert' | 'kindOf'> {
	readonly now: Date;
	readonly newId: NewId;
	/** Without it the clock is right. */
	readonly guard?: ClockGuard;
}

const refuse = (status: 400 | 403 | 426 | 503, error: string): PhoneAnswer => ({
	status,
	content: { error }
});

const findMeta = compiledOnce((db) => db.selectFrom('meta').select(['server_id', 'epoch']));

/**
 * To a phone that has not heard of a restore: what it sends may stand on work that it was told is accepted and has yet to send
 * again. It learns of the restore from this answer, and then sends all of it in its order.
 */
function allLater(operations: readonly unknown[]): Verdict[] {
	const ids = operations.flatMap((one) => receive(one).opId ?? []);
	return [...new Set(ids)].map((opId) => answer(opId, 'retry', null));
}

/** @param sent the request's JSON; nothing of it is trusted */
export async function answerPush(
	database: ServerDatabase,
	{ account, device }: DeviceIdentity,
	sent: unknown,
	{ now, guard, ...options }: AnswerPorts
): Promise<PhoneAnswer> {
	const parsed = pushRequest.safeParse(sent);
	if (!parsed.success) return refuse(400, 'malformed');
	const request = parsed.data;
	if (request.protocol !== PROTOCOL_VERSION) return refuse(426, 'protocol');
	if (request.deviceId !== device.id) return refuse(403, 'wrong-device');
	if (guard?.mayJudge(now, request) === false) return refuse(503, 'busy');
	const [meta] = await findMeta(database.reader);
	if (!meta) throw new Error('The row of meta is missing.');
	const isBehind = request.epoch > 0 && request.epoch < meta.epoch;
	const verdicts = isBehind
		? allLater(request.operations)
		: await push(
				database,
				{ account: account.id, device: device.id },
				{ ...request, heard: heardBy(request) },
				() => now,
				options
			);
	const content = {
		protocol: PROTOCOL_VERSION,
		serverId: meta.server_id,
		epoch: meta.epoch,
		nonce: request.nonce,
		serverTime: now.toISOString(),
		verdicts,
		packs: PACKED_FORM
	} satisfies Omit<PushResponse, 'verdicts'> & { verdicts: typeof verdicts };
	return { status: 200, content };
}

/** @param sent the request's JSON; nothing of it is trusted */
export async function answerPull(
	database: ServerDatabase,
	{ account, device }: DeviceIdentity,
	sent: unknown,
	{ now, guard }: Pick<AnswerPorts, 'now' | 'guard'>
): Promise<PhoneAnswer> {
	const parsed = pullRequest.safeParse(sent);
	if (!parsed.success) return refuse(400, 'malformed');
	const request = parsed.data;
	if (request.protocol !== PROTOCOL_VERSION) return refuse(426, 'protocol');
	if (request.deviceId !== device.id) return refuse(403, 'wrong-device');
	// No right stands yet in 1970: all that the phone may read would be dropped.
	if (guard?.mayJudge(now, request) === false) return refuse(503, 'busy');
	const content = await pull(database, { account: account.id, device: device.id }, request, () => now);
	return { status: 200, content };
}
