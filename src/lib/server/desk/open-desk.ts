/** The door from a page to the desk: who is asking, what they may, and with what they act. */
import { uuidV7 } from '#lib/domain/ids.ts';
import type { Reference } from '#lib/domain/reference.ts';
import type { Locale } from '#lib/records/kind.ts';
import type { DeskIdentity } from '#lib/server/accounts/contract.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { DeskActor, DeskPush } from './act.ts';
import type { DeskContext } from './desk-context.ts';
import { deskRights, mayOpenDesk } from './desk-rights.ts';

/** What the composition root gives the desk. */
export interface DeskServer {
	readonly database: ServerDatabase;
	readonly push: DeskPush;
	readonly reference: () => Promise<Reference>;
	readonly now: () => Date;
	/** The server's calendar day, `YYYY-MM-DD`. */
	readonly today: () => string;
}

export interface OpenDesk {
	readonly context: DeskContext;
	readonly actor: DeskActor;
	/** A fresh operation id, minted when a form is shown. */
	readonly mintId: () => string;
}

/** @returns undefined when these rights open no desk */
export async function openDesk(
	server: DeskServer,
	identity: DeskIdentity,
	locale: Locale
): Promise<OpenDesk | undefined> {
	const rights = deskRights(identity.grants, server.now().toISOString());
	if (!mayOpenDesk(rights)) return undefined;
	const mintId = () => uuidV7(server.now().getTime(), crypto.getRandomValues(new Uint8Array(10)));
	return {
		context: {
			sql: server.database.reader,
			account: identity.account.id,
			rights,
			reference: await server.reference(),
			locale,
			today: server.today()
		},
		actor: {
			database: server.database,
			push: server.push,
			account: identity.account.id,
			deviceLabel: 'desk',
			now: server.now,
			mintId
		},
		mintId
	};
}
