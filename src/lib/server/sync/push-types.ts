import type { IsoDate, IsoInstant, Uuid } from '#lib/domain/ids.ts';
import type { Verdict } from '#lib/domain/operation.ts';
import type { HeardRestores, Heartbeat } from '#lib/protocol/push-request.ts';
import type { RecordKind } from '#lib/records/kind.ts';
import type { NewId } from '#lib/server/ports.ts';
import type { Origin } from './origin.ts';

export type { Clock } from '#lib/server/ports.ts';

/** Finds a kind's definition; the registry by default. */
export type KindLookup = (name: string) => RecordKind | undefined;

/** Who sends. `device` is null for the desk and the import. */
export interface Actor {
	readonly account: string;
	readonly device: Uuid | null;
}

/** What of a push request matters here; the route has checked the envelope. */
export interface PushInput {
	readonly operations: readonly unknown[];
	/** Grants revision of the device's last pull; 0 where there is none. */
	readonly grantsRev: number;
	/** Device's wall time, for the skew; null where there is no device clock. */
	readonly deviceTime: IsoInstant | null;
	/** Restores that the device heard of; none by default. */
	readonly heard?: HeardRestores;
	/** Epoch that it knows the server by. */
	readonly epoch?: number;
	/** What the device says of itself; noted in the same transaction. */
	readonly heartbeat?: Heartbeat;
}

/** What the import knows of one operation and a phone could not say. */
export interface Imported {
	/** Account that did it. */
	readonly account: string;
	readonly receivedAt: IsoInstant;
	/** Number it carries outside, kept beside the own one. */
	readonly legacyNo?: string | null;
}

export interface PushOptions {
	/** `phone` by default. */
	readonly origin?: Origin;
	/** "Today" for the rules; the clock's day in Asia/Shanghai by default. */
	readonly today?: IsoDate;
	/** Import only: by operation id. */
	readonly imported?: ReadonlyMap<Uuid, Imported>;
	readonly kindOf?: KindLookup;
	/** Ids of flags and conflicts; random by default. */
	readonly newId?: NewId;
	/** Told of every operation that failed unexpectedly; writes to the log by default. Never holds personal content. */
	readonly alert?: (event: { readonly opId: string; readonly error: unknown }) => void;
}

/** Push as it is given to whoever hands operations on for others; one verdict per operation. */
export type GivenPush = (given: {
	readonly account: string;
	readonly deviceId: Uuid | null;
	readonly grantsRev: number;
	readonly heard?: HeardRestores;
	readonly epoch?: number;
	/** `phone`: a parked operation given to push once more, by whichever road it came. */
	readonly origin: Origin;
	/** The sender's wall time when it sent. */
	readonly deviceTime: string | null;
	readonly operations: readonly unknown[];
}) => Promise<readonly Verdict[]>;
