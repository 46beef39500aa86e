/**
 * What the field app's screens may ask of the phone. `state/` implements it over `storage` and `sync`; the screens in
 * `routes/(field)` and the forms in `records/<kind>` see nothing else. Getters are reactive (runes) where they can change.
 */
import type { FieldStock } from './field-stock.ts';
import type { FieldPhotos } from './field-photos.ts';
import type { PersonLists } from './person-lists.ts';
import type { TripAccount } from './trip-account.ts';
import type { UnsentFile } from './unsent-file.ts';
import type { Issue } from '#lib/domain/issue.ts';
import type { Operation } from '#lib/domain/operation.ts';
import type { Reference } from '#lib/domain/reference.ts';
import type { Grant } from '#lib/domain/roles.ts';
import type { Locale, RuleContext, Summary } from '#lib/records/kind.ts';
import type { FindPlaces, FoundPlace } from '#lib/records/place.ts';
import type { FormerPhone } from '#lib/protocol/auth.ts';
import type { Seen } from '#lib/storage/over-own-work.ts';
import type { WaitingWork } from '#lib/storage/lists/watch-waiting.ts';
import type { AttentionRow, DraftRow, LocalRecord } from '#lib/storage/rows.ts';

export type { FormerPhone } from '#lib/protocol/auth.ts';
export type { LeasedList, PersonLists, ReceivedCollector } from './person-lists.ts';
export type { AttentionRow, DraftRow, LocalRecord, Stage } from '#lib/storage/rows.ts';
export type { WaitingWork } from '#lib/storage/lists/watch-waiting.ts';
export type { FieldPhotos, PhotoCounts, PhotoRow } from './field-photos.ts';
export type { UnsentFile } from './unsent-file.ts';
export type { FieldStock } from './field-stock.ts';
export type { FoundPlace } from '#lib/records/place.ts';
export type { DecisionView, FlagView, HistoryEntry, RecordView } from '#lib/protocol/record-view.ts';

export interface PhonePerson {
	readonly id: string;
	readonly login: string;
	readonly zh: string;
	readonly en: string;
	readonly team: string | null;
	readonly hasPin: boolean;
	/** False after signing out: the network is needed once to open the app again. */
	readonly signedIn: boolean;
	/** Operations of this person that wait on this phone. */
	readonly waiting: number;
	/** A coordinator took this phone away: everything was sent, and the person's data here is gone. */
	readonly erased: boolean;
	/** The person's data is to go from this phone, and some of it may still be here. */
	readonly erasing?: boolean | undefined;
}

export interface RecordQuery {
	readonly kind?: string;
	readonly stage?: LocalRecord['stage'];
	readonly state?: LocalRecord['state'];
	readonly trip?: string;
	/** Records that belong to this one: a visit's requests. */
	readonly parent?: string;
	readonly team?: string;
	readonly date?: string;
	/** Words, number, pinyin initials. */
	readonly text?: string;
	/** Own records only; default true. */
	readonly own?: boolean;
	readonly limit?: number;
	readonly offset?: number;
	/** False: the total is not needed, and only as many as were found. Default true. */
	readonly counted?: boolean;
}

/** Why the last exchange did not succeed; each has its sentence (`trouble_<code>`). */
export type Trouble =
	'net' | 'portal' | 'busy' | 'auth' | 'device' | 'upgrade' | 'too-big' | 'server' | 'local';

export interface SyncStatus {
	readonly waiting: number;
	readonly oldestWaiting: string | null;
	readonly parked: number;
	readonly attention: number;
	/** Photos of saved records that the server has not confirmed. */
	readonly photosWaiting: number;
	/** Those that it does not take: they are on this phone alone. */
	readonly photosRefused: number;
	/** Nothing waits, nothing was set aside or refused: only then a screen says "all sent". */
	readonly allSent: boolean;
	/** Copies of unsent work cannot be read: how much waits is not known. */
	readonly copiesUnread: boolean;
	readonly syncing: boolean;
	/** Another tab of this browser is sending. */
	readonly elsewhere: boolean;
	readonly lastExchangeAt: string | null;
	readonly lastExchangeMillis: number | null;
	readonly trouble: Trouble | null;
	/** Next try by itself, or null. */
	readonly nextTryAt: string | null;
	/** Device clock minus server clock, milliseconds; null before the first exchange. */
	readonly skewMillis: number | null;
	/** No progress for 3 h with work waiting. */
	readonly stuck: boolean;
	/** Reference data is there, recording is possible. */
	readonly ready: boolean;
}

export interface StorageHealth {
	readonly usedBytes: number | null;
	readonly freeBytes: number | null;
	/** null: the browser does not say. */
	readonly persistent: boolean | null;
}

export interface SaveResult {
	/** False: blocked by `issues`, nothing was saved, the draft stays. */
	readonly saved: boolean;
	readonly recordId: string;
	readonly issues: readonly Issue[];
}

export interface FieldApp {
	readonly person: PhonePerson;
	readonly grants: readonly Grant[];
	/** Region and team offered first. */
	readonly homeRegion: string;
	readonly today: string;
	/** Of the server whose records are shown: with what a form was opened. */
	readonly epoch: number | undefined;
	readonly reference: Reference;
	readonly status: SyncStatus;
	readonly storage: StorageHealth;
	/** The disk is as good as full: the reserve was given up for a text, and there is no room yet to lay it down again. */
	readonly isShortOfRoom: boolean;

	findPlaces(...asked: Parameters<FindPlaces>): ReturnType<FindPlaces>;
	/** Listed places of the records saved last on this phone, the newest first. */
	readonly recentPlaces: readonly FoundPlace[];

	/**
	 * What a list row shows, or null while the kinds' definitions are still being loaded after the first screen (reactive)
	 * and for bodies that this version cannot read.
	 */
	summaryOf(kind: string, body: unknown, locale: Locale): Summary | null;

	/** Live list: calls back at once and after every change; returns how to stop. */
	watchRecords(
		query: RecordQuery,
		listener: (rows: readonly LocalRecord[], total: number) => void
	): () => void;
	/** The record as it stands now. */
	readRecord(id: string): Promise<LocalRecord | undefined>;
	watchRecord(
		id: string,
		listener: (record: LocalRecord | undefined, pending: readonly Operation[]) => void
	): () => void;
	watchAttention(listener: (rows: readonly AttentionRow[]) => void): () => void;
	/** Everything that waits to be sent or was parked: its counts are those of `status`. */
	watchWaiting(listener: (work: WaitingWork) => void): () => void;
	watchDrafts(listener: (rows: readonly DraftRow[]) => void): () => void;
	/** Returned records and attention, for the top of today. */
	watchReturned(listener: (rows: readonly LocalRecord[]) => void): () => void;
	/** How many records a newer version of the app wrote, which no list here shows. */
	watchUnreadable(listener: (count: number) => void): () => void;

	/** A body to start from: last used place, team, campaign, kit, batches, people; or "same again" from a record. */
	blank(
		kind: string,
		options?: { sameAs?: string; parent?: string }
	): Promise<{ recordId: string; body: unknown }>;
	/** What the rules may know for this body, from this phone's own records. */
	ruleContext(kind: string, recordId: string, body: unknown): Promise<RuleContext>;
	/** Batch and expiry this phone last gave for a supply, or null: the defaults of a new line. */
	lastBatch(supply: string): { batch: string; expiry: string | null } | null;
	loadDraft(kind: string, recordId: string): Promise<DraftRow | undefined>;
	/** Keeps what was typed; durable within 1 s of the last key. */
	keepDraft(draft: Omit<DraftRow, 'key' | 'changedAt'>): void;
	/** Writes pending drafts now (page hidden). */
	flushDrafts(): Promise<void>;
	discardDraft(kind: string, recordId: string): Promise<void>;
	/**
	 * One transaction: view, operation, draft gone. Resolves after the commit and a read-back. `rows` are saved with it (requests
	 * of a visit). `seen` is what the form was opened with: what was saved of the record since then stands beside its changes.
	 */
	saveRecord(
		kind: string,
		recordId: string,
		body: unknown,
		options?: { rows?: readonly { kind: string; recordId: string; body: unknown }[]; seen?: Seen }
	): Promise<SaveResult>;
	/** Saves what was noted of one person (a receipt): joined with what this phone knows of the person under that record. */
	savePerson(kind: string, body: unknown): Promise<SaveResult>;
	askCorrection(kind: string, recordId: string, text: string): Promise<void>;

	/** What the phone knows of persons: lent rosters, their codes, what colleagues handed out. */
	readonly lists: PersonLists;
	/** What is in hand. */
	readonly stock: FieldStock;

	readonly trip: LocalRecord | null;
	startTrip(body: {
		title: string;
		team: string | null;
		programme: string | null;
		people: readonly string[];
	}): Promise<void>;
	endTrip(): Promise<void>;
	/** The day's end: a trip's records held against the server's. */
	tripAccount(): Promise<TripAccount>;

	/** Photos: loaded when a screen first asks. */
	photos(): Promise<FieldPhotos>;

	/** A person asks for it: waits begin again from the shortest. */
	syncNow(): Promise<void>;
	/** The app itself asks: within 2 s, but neither before a back-off is over nor while the server asked for quiet. */
	syncSoon(): void;
	/** Drops a refused operation after the person has said so; its text stays in the record's draft. */
	dismissAttention(opId: string): Promise<void>;
	/** Opens refused work as a draft to be corrected; gives the field to go to. */
	correctAttention(opId: string): Promise<{ kind: string; recordId: string; field: string }>;
	/** What the server knew to be unsent when this phone's data was cleared; null once it was seen, or never was. */
	formerPhone(): Promise<FormerPhone | null>;
	forgetFormerPhone(): Promise<void>;
	/**
	 * Everything unsent as a file for the desk's import, or as several in their order where it is too much for one; sealed for
	 * the server. Null: this phone cannot seal (yet); what anybody can read is written only with `readable`, once the person has
	 * agreed.
	 */
	unsentFiles(options?: { readable?: boolean }): Promise<readonly UnsentFile[] | null>;
	askPersistence(): Promise<boolean | null>;
}
