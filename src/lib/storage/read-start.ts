/**
 * What the first screen says beside its lists, in one transaction: at the start a phone waits for every answer of its browser,
 * and for each transaction once more.
 */
import { rowToRecord } from './record-row.ts';
import { getMeta, type MetaValues } from './meta.ts';
import { countOutbox, type OutboxCounts } from './outbox.ts';
import { hasReference, readSmallReference } from './reference.ts';
import { isCutOff, type Databases } from './databases.ts';
import type { LocalRecord } from './rows.ts';
import type { PersonDatabase, ReferenceRow } from './schema.ts';

/** What an exchange may have changed beside the records. */
export interface ExchangeFacts {
	readonly server: MetaValues['server'] | null;
	readonly rights: MetaValues['rights'] | null;
	readonly progressAt: string | null;
	/** A first pull has brought the reference data. */
	readonly ready: boolean;
	/** Of the server whose records these are; 0 while some of before its restore may be among them. */
	readonly epoch: number | undefined;
}

export interface StartFacts {
	readonly exchange: ExchangeFacts;
	/** How the outbox stands until it is watched. */
	readonly counts: OutboxCounts;
	/** All but the bulky lists. */
	readonly reference: readonly ReferenceRow[];
	/** What a blank form starts from. */
	readonly defaults: MetaValues['defaults'];
	/** The trip that is under way; its record may not be here. */
	readonly trip: { readonly id: string; readonly record: LocalRecord | null } | null;
}

const EXCHANGE_TABLES = ['meta', 'cursors'] as const;
const START_TABLES = [
	...[...EXCHANGE_TABLES, 'outbox', 'attention', 'attachments'],
	...['reference', 'records', 'recordPacks']
];

async function readAtOnce<Result>(
	databases: Databases,
	tables: readonly string[],
	read: (database: PersonDatabase) => Promise<Result>
): Promise<Result> {
	return databases.saves.run((database) =>
		database
			.transaction('r', tables, async () => await read(database))
			.catch((error: unknown) => {
				// None of these readings needs another: each for itself they are slower, and right.
				if (!isCutOff(error)) throw error;
				return read(database);
			})
	);
}

async function exchangeFacts(database: PersonDatabase): Promise<ExchangeFacts> {
	const [server, rights, progressAt, ready, cursors] = await Promise.all([
		getMeta(database, 'server'),
		getMeta(database, 'rights'),
		getMeta(database, 'progressAt'),
		hasReference(database),
		database.cursors.toArray()
	]);
	const isMixed = server?.beforeRestore !== undefined && cursors.some(({ sweeping }) => sweeping);
	const epoch = isMixed ? 0 : server?.epoch;
	return {
		server: server ?? null,
		rights: rights ?? null,
		progressAt: progressAt ?? null,
		ready,
		epoch
	};
}

async function currentTrip(database: PersonDatabase): Promise<StartFacts['trip']> {
	const id = await getMeta(database, 'trip');
	if (!id) return null;
	const row = await database.records.get(id);
	return { id, record: row ? rowToRecord(row) : null };
}

async function startFacts(database: PersonDatabase): Promise<StartFacts> {
	const [exchange, counts, reference, defaults, trip] = await Promise.all([
		exchangeFacts(database),
		countOutbox(database),
		readSmallReference(database),
		getMeta(database, 'defaults'),
		currentTrip(database)
	]);
	return { exchange, counts, reference, defaults: defaults ?? {}, trip };
}

export const readExchange = (databases: Databases) => readAtOnce(databases, EXCHANGE_TABLES, exchangeFacts);

export const readStart = (databases: Databases) => readAtOnce(databases, START_TABLES, startFacts);
