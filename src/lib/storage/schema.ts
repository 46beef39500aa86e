/**
 * Tables of the two databases. Every record is one row: the server's confirmed `base` and, beside it, `laid`, the body with
 * this phone's own unconfirmed work laid over; pulls write the first and never invent the second. The work itself is in
 * `outbox` (waits), `journal` (accepted) and `attention` (refused), keyed so that nothing of it is lost with a record. Records
 * and accepted work that were written many at once lie in packs (`packs/packed-table.ts`).
 *
 * A later version may add tables and indexes; it never rewrites an operation.
 */
import Dexie, { type Table } from 'dexie';
import type { Operation, Verdict } from '#lib/domain/operation.ts';
import type { Grant } from '#lib/domain/roles.ts';
import type { BriefRow, BriefsState } from './briefs/brief-row.ts';
import { Briefs } from './briefs/briefs.ts';
import { noteInBriefs } from './briefs/note-in-briefs.ts';
import { orderOf } from './briefs/sheet.ts';
import type { LeasedRow } from './leases/leased-row.ts';
import type { PackRow } from './packs/pack.ts';
import { PackedTable } from './packs/packed-table.ts';
import type { PhotoBytesRow, PhotoRow } from './photos/photo-row.ts';
import type { AttentionRow, DraftRow, LocalRecord, StockRow } from './rows.ts';

export const PERSON_VERSION = 3;
export const PHONE_VERSION = 1;

/** A record as stored: the columns of `LocalRecord` that lists need, plus what derives them. */
export interface RecordRow extends Omit<LocalRecord, 'body' | 'own' | 'stage'> {
	/** Set while the row's own work is laid over the base; absent where the base's body stands. */
	readonly laid?: unknown;
	readonly stage: LocalRecord['stage'];
	/** 1 own, 0 seen by right; absent for opaque rows, which no list shows. (Booleans are no IndexedDB keys.) */
	readonly mine?: 0 | 1;
	/** 1: kind or schema unknown to this version; kept untouched until a version knows it. */
	readonly opaque?: 1;
	/** Membership: scope -> revision in its feed, and the sweep it was last seen in. */
	readonly memberships: Readonly<Record<string, { readonly rev: number; readonly mark: number }>>;
}

/** `lane` and `before` stay on the phone; what is sent is exactly the operation. */
export interface WaitingRow extends Operation {
	readonly verdict: Verdict | null;
	readonly lane: 'send' | 'parked';
	/** Body the person saw when saving: the ancestor for laying this operation over a newer base. */
	readonly before: unknown;
}
/** As `WaitingRow`, after acceptance; laid over until a pull brings revision `rev`. */
export interface AcceptedRow extends Operation {
	/** By the server's clock. */
	readonly acceptedAt: string;
	readonly epoch: number;
	readonly rev: number | null;
	/** Number given with the receipt, shown until the pull brings it. */
	readonly no: string | null;
	readonly before: unknown;
}

/** One entry of reference data, always of the scope `ref`. `kind` is without the `ref:` of the feed. */
export interface ReferenceRow {
	readonly kind: string;
	readonly code: string;
	/** Id under which the feed knows it. */
	readonly id: string;
	readonly rev: number;
	readonly mark: number;
	readonly body: unknown;
}

/** Where a scope stands. `sweep` rises with each start from 0; `count` and `hash` cover the rows marked with it. */
export interface CursorRow {
	readonly scope: string;
	readonly gen: number;
	readonly seq: number;
	readonly sweep: number;
	/** True until the first complete pass of this sweep; then rows with older marks are removed. */
	readonly sweeping: boolean;
	readonly count: number;
	readonly hash: number;
	/** By how much the server's count and hash were last off, and the day. */
	readonly off?: string | undefined;
}

export interface MetaRow {
	readonly key: string;
	readonly value: unknown;
}

export interface PersonRow {
	readonly id: string;
	readonly login: string;
	readonly zh: string;
	readonly en: string;
	readonly team: string | null;
	readonly deviceId: string;
	readonly grants: readonly Grant[];
	readonly grantsRev: number;
	/** PBKDF2-SHA-256 of the PIN, base64, with its own salt; null without a PIN. */
	readonly pin: { readonly salt: string; readonly hash: string; readonly rounds: number } | null;
	readonly pinFailures: number;
	/** Instant until which no PIN is tried, or null. */
	readonly pinWaitUntil: string | null;
	readonly lastUsed: string;
	readonly signedIn: boolean;
	/** Why the server no longer takes this session, or null. */
	readonly sessionTrouble: 'auth' | 'device' | null;
	/** Known when the person was last open or drained; for the chooser. */
	readonly waiting: number;
	/** What is here of theirs is to go, and some of it may still be here. */
	readonly erasing?: boolean;
}

/** What records are found by besides their ids and the lists. */
const RECORDS_BY = {
	trip: { index: 'trip', keyOf: (value: string) => value, valueOf: (row: RecordRow) => row.trip },
	parent: { index: 'parent', keyOf: (value: string) => value, valueOf: (row: RecordRow) => row.parent },
	organisation: {
		index: 'organisation',
		keyOf: (value: string) => value,
		valueOf: (row: RecordRow) => row.organisation
	},
	station: { index: 'station', keyOf: (value: string) => value, valueOf: (row: RecordRow) => row.station },
	/** Those that stand by themselves are found by the day through longer indexes. */
	day: { index: 'date', keyOf: (value: string) => value, valueOf: (row: RecordRow) => row.date },
	/** Of the person's own those that were returned; other states are found by the lists alone. */
	state: {
		index: '[mine+state]',
		keyOf: (value: string) => [1, value],
		valueOf: (row: RecordRow) => (row.mine === 1 && row.state === 'returned' ? row.state : null)
	}
};
export type RecordsBy = keyof typeof RECORDS_BY;

export class PersonDatabase extends Dexie {
	declare outbox: Table<WaitingRow, string>;
	declare attention: Table<AttentionRow, string>;
	declare drafts: Table<DraftRow, string>;
	declare cursors: Table<CursorRow, string>;
	declare reference: Table<ReferenceRow, [string, string]>;
	declare meta: Table<MetaRow, string>;
	declare reserve: Table<{ id: number; bytes: ArrayBuffer }, number>;
	declare briefRows: Table<BriefRow, number>;
	declare attachments: Table<PhotoRow, string>;
	declare attachmentBytes: Table<PhotoBytesRow, string>;
	declare stock: Table<StockRow, [string, string, string]>;
	declare leased: Table<LeasedRow, [string, string]>;
	declare recordPacks: Table<PackRow, number>;
	declare journalPacks: Table<PackRow, number>;
	readonly records: PackedTable<RecordRow, RecordsBy> = new PackedTable(this, {
		rows: 'records',
		packs: 'recordPacks',
		besides: ['briefRows'],
		idOf: (row) => row.id,
		found: RECORDS_BY,
		// What a later version may read is looked for among those that stand by themselves.
		isSettled: (row) => row.stage === 'on-server' && row.opaque === undefined,
		orderOf: (row) => orderOf(row),
		onWrite: (rows, gone, written) => noteInBriefs(this, rows, gone, written)
	});
	readonly journal: PackedTable<AcceptedRow, 'record'> = new PackedTable(this, {
		rows: 'journal',
		packs: 'journalPacks',
		idOf: (row) => row.opId,
		found: {
			record: { index: 'recordId', keyOf: (value) => value, valueOf: (row) => row.recordId }
		},
		isSettled: () => true,
		orderOf: (row) => row.acceptedAt
	});
	/** What this page has read of `briefRows`. */
	readonly briefs = new Briefs();

	constructor(name: string, durability: 'strict' | 'relaxed', indexedDB?: IDBFactory) {
		super(name, {
			chromeTransactionDurability: durability,
			cache: 'disabled',
			autoOpen: false,
			...(indexedDB ? { indexedDB } : {})
		});
		this.version(1).stores({
			records:
				'id, [mine+date+savedAt], [mine+kind+date+savedAt], [team+date+savedAt], [mine+state], trip, parent, organisation, station, opaque',
			outbox: 'opId, n, [lane+n], recordId',
			journal: 'opId, recordId, acceptedAt',
			attention: 'opId, recordId',
			drafts: 'key, changedAt',
			cursors: 'scope',
			reference: '[kind+code]',
			meta: 'key',
			reserve: 'id'
		});
		this.version(2).stores({
			briefRows: '++seq',
			attachments: 'id, recordId, draft, state',
			attachmentBytes: 'id',
			stock: '[scope+kind+id]',
			leased: '[scope+id], scope'
		});
		this.version(PERSON_VERSION).stores({
			recordPacks: '++seq, *terms, till',
			journalPacks: '++seq, *terms, till'
		});
		// Nothing is there that would have to be read for them; of an older database they are made by and by.
		const allBuilt: BriefsState = { generation: 1, builtTo: null };
		this.on('populate', (transaction) => {
			void transaction.table('meta').add({ key: 'briefs', value: allBuilt });
		});
	}
}

export class PhoneDatabase extends Dexie {
	declare persons: Table<PersonRow, string>;

	constructor(indexedDB?: IDBFactory) {
		super('liangfeng-phone', {
			chromeTransactionDurability: 'strict',
			cache: 'disabled',
			autoOpen: false,
			...(indexedDB ? { indexedDB } : {})
		});
		this.version(PHONE_VERSION).stores({ persons: 'id, lastUsed' });
	}
}

export function personDatabaseName(accountId: string): string {
	return `liangfeng-${accountId}`;
}
