/** A server that is older than the apps: it parks what it does not know, and today's judges that once more at a desk. */
import { z } from 'zod';
import { OF_PLACE } from '#lib/domain/operation.ts';
import { handout } from '#lib/records/handout/handout.ts';
import { kindOf } from '#lib/records/index.ts';
import type { RecordKind } from '#lib/records/kind.ts';
import { upcastUnversioned } from '#lib/records/upcast.ts';
import type { DeskActor } from '#lib/server/desk/act.ts';
import { retryParked } from '#lib/server/desk/retry-parked.ts';
import { push } from '#lib/server/sync/push.ts';
import type { KindLookup } from '#lib/server/sync/push-types.ts';
import type { Memory } from './memory.ts';
import { isLaterKind } from './read-body.ts';
import type { SimServer } from './server.ts';
import type { World } from './world.ts';

/** Version 1 of handouts as its own server read them; what they became is left to today's steps. */
const firstHandout = {
	...handout,
	version: 1,
	schema: z.preprocess((body) => upcastUnversioned(handout, body), handout.schema)
} as unknown as RecordKind;

/** The kinds of the version that `older` phones have. */
export const olderKinds: KindLookup = (name) => {
	if (isLaterKind(name)) return undefined;
	return name === 'handout' ? firstHandout : kindOf(name);
};

/** Why an older server parks: what it does not know, and what hangs on that. */
const NEWER = "'unknown-kind', 'newer-schema', 'no-such-record', 'no-such-parent'";
/** And of what a restore took: a record's move that its phone has yet to bring back. */
const MOVED = [...OF_PLACE].map((refusal) => `'${refusal}'`).join(', ');
const EVERYWHERE = { reads: 'all', reviews: 'all', keeps: 'all', administers: true } as const;

/** A city administrator goes through what was parked, the oldest first, as long as that moves something. @throws Crash */
export async function judgeAgain({ server, log }: World): Promise<void> {
	const { database, clock, newId, alert } = server;
	const actor: DeskActor = {
		database,
		push: ({ account, deviceId, grantsRev, origin, deviceTime, operations }) => {
			const given = { operations, grantsRev, deviceTime };
			return push(database, { account, device: deviceId }, given, clock, { origin, newId, alert });
		},
		...{ account: 'city', deviceLabel: 'desk', now: clock, mintId: newId }
	};
	// What waited for a record that another one brought: the server itself finds it within the hour.
	for (let isMoving = true; isMoving;) {
		isMoving = false;
		const parked = server.all<{ op_id: string }>(
			`select op_id from operation where outcome = 'parked' and refusal in (${NEWER}, ${MOVED}) order by rowid`
		);
		for (const { op_id } of parked) {
			const verdict = await retryParked(actor, EVERYWHERE, op_id);
			if (!verdict) continue;
			isMoving ||= !['parked', 'retry'].includes(verdict.outcome);
			log(`city judges ${op_id.slice(-6)} again: ${verdict.refusal ?? verdict.outcome}`);
		}
	}
}

/** Truth 2: what only a newer server knew has had its effect once the server is that one, or was refused for another reason. */
export function checkJudged(server: SimServer, memory: Memory): void {
	const parked = server.all<{ op_id: string; record_id: string | null; refusal: string; there: number }>(
		`select op_id, record_id, refusal, exists(select 1 from record where id = record_id) as there
		from operation where outcome = 'parked' and refusal in (${NEWER})`
	);
	for (const { op_id, record_id, refusal, there } of parked) {
		if (memory.poison.has(op_id) || memory.poison.has(record_id ?? '')) continue;
		const isNewer = refusal === 'unknown-kind' || refusal === 'newer-schema';
		if (memory.saved.has(op_id) && (isNewer || there))
			memory.fail(2, `${op_id} is parked (${refusal}) at a server that knows it`);
	}
}
