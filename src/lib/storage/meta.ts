/** Small facts of a person's phone, one row each. */
import type { Grant } from '#lib/domain/roles.ts';
import type { FormerPhone } from '#lib/protocol/auth.ts';
import type { HeardRestores } from '#lib/protocol/push-request.ts';
import type { SealingKey } from '#lib/protocol/sealed-file.ts';
import type { BriefsState } from './briefs/brief-row.ts';
import type { PersonDatabase } from './schema.ts';

export interface ServerFacts {
	readonly serverId: string;
	readonly epoch: number;
	readonly lastServerTime: string;
	/** The server's calendar day at the last exchange. */
	readonly serverToday: string;
	/** Device clock minus server clock; null before the first exchange. */
	readonly skewMillis: number | null;
	readonly lastExchangeAt: string;
	readonly lastExchangeMillis: number | null;
	/** Highest `n` that was given when this phone heard of a restore of the server. */
	readonly beforeRestore?: number | undefined;
	/** Each restore that it heard of; absent where there was none, or older apps alone heard of them. */
	readonly heard?: HeardRestores | undefined;
	/** Form of packed operations that the server reads, by its last answer. */
	readonly packs?: number;
}
export interface RightsFacts {
	readonly grants: readonly Grant[];
	readonly grantsRev: number;
}

/** Every key with the type of its value. */
export interface MetaValues {
	/** Last `n` given to an operation of this device. */
	counter: number;
	server: ServerFacts;
	rights: RightsFacts;
	/** Id of the current trip's record. */
	trip: string;
	/** What a blank form starts from, by kind. */
	defaults: Readonly<Record<string, unknown>>;
	/** How many parked operations the server was asked about in this turn. */
	asked: number;
	/** When the outbox last got shorter, or began to wait. */
	progressAt: string;
	/** Ids of refused operations that were overtaken, newest last (`overtaken.ts`). */
	overtaken: readonly string[];
	/** Drafts that were thrown away, newest last, and until when they were typed (`given-up.ts`). */
	givenUp: readonly { readonly key: string; readonly at: string }[];
	/** Kind versions under which opaque rows were last read. */
	readWith: string;
	briefs: BriefsState;
	/** What is here of the person is about to be erased: nothing is saved any more. */
	revoked: boolean;
	/** Photos are sent over Wi-Fi only, or not now where the browser cannot tell. */
	photosHeldBack: boolean;
	/** The photo notice as its person accepted it. */
	photoNotice: { readonly version: number; readonly at: string };
	/** What files for the server are sealed with. */
	sealing: SealingKey;
	/** Latest instant by which lent rosters were judged, and the server's time it was worked out of, Unix milliseconds. */
	leaseClock: { readonly at: number; readonly serverTime: number };
	/** Who received today, as colleagues' phones told it: sets that can only be asked, of one season and day. */
	colleagues: readonly {
		readonly of: string;
		/** Mark of the phone, and how many bits; absent in what the first version of the codes told. */
		readonly phone?: string | null;
		readonly id: string;
		readonly count: number;
		readonly bits?: number;
		readonly places: readonly number[];
	}[];
	/** What the server knew of this phone before its databases were lost, until its person has seen it. */
	former: FormerPhone;
}

export async function getMeta<Key extends keyof MetaValues>(
	database: PersonDatabase,
	key: Key
): Promise<MetaValues[Key] | undefined> {
	const row = await database.meta.get(key);
	return row?.value as MetaValues[Key] | undefined;
}

export async function setMeta<Key extends keyof MetaValues>(
	database: PersonDatabase,
	key: Key,
	value: MetaValues[Key] | null
): Promise<void> {
	if (value === null) await database.meta.delete(key);
	else await database.meta.put({ key, value });
}

/** Highest `n` that was given to an operation, or 0. */
export async function lastGiven(database: PersonDatabase): Promise<number> {
	const [counter, last] = await Promise.all([
		getMeta(database, 'counter'),
		database.outbox.orderBy('n').last()
	]);
	return Math.max(counter ?? 0, last?.n ?? 0);
}
