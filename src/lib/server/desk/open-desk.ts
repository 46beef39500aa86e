/** The door from a page to the desk: who is asking, what they may, and with what they act. */
import { uuidV7 } from '#lib/domain/ids.ts';
import type { Locale } from '#lib/records/kind.ts';
import type { DeskIdentity } from '#lib/server/accounts/contract.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { push } from '#lib/server/sync/push.ts';
import { loadReference } from '#lib/server/sync/reference-store.ts';
import { shanghaiDay } from '#lib/domain/shanghai-time.ts';
import type { DeskActor } from './act.ts';
import type { DeskContext } from './desk-context.ts';
import { deskRights, mayOpenDesk } from './desk-rights.ts';

export interface OpenDesk {
	readonly context: DeskContext;
	readonly actor: DeskActor;
	/** A fresh operation id, minted when a form is shown. */
	readonly mintId: () => string;
}

/** @returns undefined when these rights open no desk */
export async function openDesk(
	database: ServerDatabase,
	identity: DeskIdentity,
	locale: Locale,
	now: () => Date
): Promise<OpenDesk | undefined> {
	const rights = deskRights(identity.grants, now().toISOString());
	if (!mayOpenDesk(rights)) return undefined;
	const mintId = () => uuidV7(now().getTime(), crypto.getRandomValues(new Uint8Array(10)));
	return {
		context: {
			sql: database.reader,
			account: identity.account.id,
			rights,
			reference: await database.snapshot(loadReference),
			locale,
			today: shanghaiDay(now())
		},
		actor: {
			database,
			push: ({ account, deviceId, origin, ...input }) =>
				push(database, { account, device: deviceId }, input, now, { origin }),
			account: identity.account.id,
			deviceLabel: 'desk',
			now,
			mintId
		},
		mintId
	};
}
