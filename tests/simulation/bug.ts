/**
 * A planted bug: what a part of the product would do if it had it, put on at a seam. Nothing in the product knows of it.
 */
import type { Trx } from '#lib/server/database/schema.ts';
import type { Http, SyncClock } from '#lib/sync/ports.ts';
import type { isAllSent } from '#lib/storage/outbox.ts';
import type { SyncStore } from '#lib/storage/sync-store.ts';
import type { AttachmentStores } from '#lib/server/attachments/stores.ts';
import type { PhotoStore } from '#lib/storage/photos/photo-store.ts';
import type { Memory } from './memory.ts';
import type { SimPhone } from './phone.ts';
import type { SimServer } from './server.ts';

export type SendingCounts = Parameters<typeof isAllSent>[0];

export interface Bug {
	readonly name: string;
	/** Around a write transaction of the server, inside it. */
	readonly commit?: <T>(trx: Trx, work: (trx: Trx) => Promise<T>, server: SimServer) => Promise<T>;
	/** The answer leaves before the commit is safe. */
	readonly answersBeforeCommit?: boolean;
	/** What the server takes a request to say. */
	readonly request?: (sent: unknown, server: SimServer, account: string) => unknown;
	/** As whom the server takes a desk's act. */
	readonly actor?: (account: string, operation: { readonly recordId: string }, server: SimServer) => string;
	readonly after?: (operation: { readonly opId: string }, account: string, server: SimServer) => void;
	readonly store?: (store: SyncStore, phone: SimPhone) => SyncStore;
	readonly photoStore?: (store: PhotoStore, phone: SimPhone) => PhotoStore;
	/** Where the server keeps files. */
	readonly stores?: (stores: AttachmentStores, memory: Memory) => AttachmentStores;
	readonly http?: (http: Http, phone: SimPhone) => Http;
	readonly clock?: (clock: SyncClock, phone: SimPhone) => SyncClock;
	/** What the app counts before it says whether all was sent. */
	readonly counts?: (counts: SendingCounts) => SendingCounts;
	/** When a newer version of the app opens an older database. */
	readonly upgrade?: (phone: SimPhone) => void;
	/** Before figures are counted from the database. */
	readonly figures?: (server: SimServer) => void;
}
