/** What the engine is given: nothing here reaches for a global. */
import type { SyncStore } from '#lib/storage/sync-store.ts';
import type { ReferenceRow } from '#lib/storage/schema.ts';

export interface SyncClock {
	/** Unix milliseconds. */
	now(): number;
	/** Calls back after `millis`; returns how to cancel. */
	after(millis: number, callback: () => void): () => void;
}
export interface SyncRandom {
	bytes(count: number): Uint8Array;
	/** 0 <= x < 1 */
	fraction(): number;
}

export interface HttpRequest {
	/** POST where none is named. */
	readonly method?: 'POST' | 'HEAD' | 'PATCH';
	readonly path: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Uint8Array<ArrayBuffer>;
	/** The request and the reading of its answer end with a rejection after this time. */
	readonly deadlineMillis: number;
}
export interface HttpAnswer {
	readonly status: number;
	readonly contentType: string;
	readonly retryAfter: string | null;
	readonly text: string;
	/** Any other header of the answer, by its name in lower case. */
	readonly header?: (name: string) => string | null;
}
/** Rejects when there is no answer at all. */
export type Http = (request: HttpRequest) => Promise<HttpAnswer>;
/** gzip, or null where the browser has none. */
export type Compress = ((bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer>>) | null;

/** Runs `work` while this tab alone holds `name`; false without running it when another tab does. */
export type OnlyOne = (name: string, work: () => Promise<void>) => Promise<boolean>;

/** No personal data: counts, codes, scopes. */
export type SyncLog = (event: string, details: Readonly<Record<string, string | number | boolean>>) => void;

export type TriggerReason = 'start' | 'visible' | 'online' | 'poke';
/** Calls back on outside reasons to exchange; returns how to stop. */
export type Triggers = (fire: (reason: TriggerReason) => void) => () => void;

export interface PersonIdentity {
	readonly accountId: string;
	readonly deviceId: string;
}
export interface PhoneHealth {
	readonly persistent: boolean | null;
	readonly freeBytes: number | null;
	readonly appVersion: string;
}
/** Another person's outbox on this phone, opened for the time of a push. */
export interface OtherOutbox {
	readonly store: SyncStore;
	readonly identity: PersonIdentity;
	close(): void;
	onTrouble(trouble: 'auth' | 'device'): Promise<void>;
}

export interface ExchangePorts {
	readonly store: SyncStore;
	readonly identity: PersonIdentity;
	readonly http: Http;
	readonly compress: Compress;
	readonly clock: SyncClock;
	readonly random: SyncRandom;
	readonly log: SyncLog;
	readonly health: () => Promise<PhoneHealth>;
	/** Reference rows that came with a pull; null: read all again. */
	readonly onReference?: (rows: readonly ReferenceRow[] | null) => Promise<void>;
}
