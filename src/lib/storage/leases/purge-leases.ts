/**
 * A lent roster leaves the phone when its time is over, without a network and whether or not anybody looks: by the latest
 * instant that the phone has reason to believe in. Its own clock counts with the difference to the server that was measured
 * last; set back since, it cannot give time back.
 */
import { isLeaseOver, isLeaseScope, LEASED_ROSTER, type LeasedRoster } from '#lib/domain/rosters/lease.ts';
import { connect, type ConnectOptions } from '../connection.ts';
import type { Databases } from '../databases.ts';
import { getMeta, setMeta, type MetaValues } from '../meta.ts';
import { PersonDatabase, personDatabaseName } from '../schema.ts';

/**
 * Deletes what is over, with its cursors. @param clock the phone's clock, Unix milliseconds
 * @returns how many rosters went
 */
export async function purgeLeases(databases: Databases, clock: number): Promise<number> {
	if (databases.readOnly) return 0;
	return databases.pulls.run((database) => purge(database, clock));
}

/** The same for a person of this phone who is not open. */
export async function purgeLeasesOf(
	person: string,
	clock: number,
	options: ConnectOptions & { readonly indexedDB?: IDBFactory | undefined }
): Promise<number> {
	const database = new PersonDatabase(personDatabaseName(person), 'relaxed', options.indexedDB);
	const connection = await connect(database, options);
	try {
		return connection.newer ? 0 : await connection.run((opened) => purge(opened, clock));
	} finally {
		connection.close();
	}
}

/** The latest instant that the phone has reason to believe in, Unix milliseconds. @param clock the phone's own */
export async function leaseInstant(database: PersonDatabase, clock: number): Promise<number> {
	return (await judgeClock(database, clock)).at;
}

async function judgeClock(database: PersonDatabase, clock: number): Promise<MetaValues['leaseClock']> {
	const [server, seen] = await Promise.all([getMeta(database, 'server'), getMeta(database, 'leaseClock')]);
	const serverTime = server ? Date.parse(server.lastServerTime) : 0;
	// What was seen before the server's last word may have been a clock that stood wrong.
	const before = seen && seen.serverTime === serverTime ? seen.at : 0;
	return { at: Math.max(serverTime, clock - (server?.skewMillis ?? 0), before), serverTime };
}

function purge(database: PersonDatabase, clock: number): Promise<number> {
	return database.transaction('rw', [database.leased, database.cursors, database.meta], async () => {
		const scopes = (await database.leased.orderBy('scope').uniqueKeys()) as string[];
		const cursors = (await database.cursors.toArray()).filter((cursor) => isLeaseScope(cursor.scope));
		if (scopes.length === 0 && cursors.length === 0) return 0;
		const judged = await judgeClock(database, clock);
		await setMeta(database, 'leaseClock', judged);
		const now = judged.at;
		let gone = 0;
		for (const scope of scopes) {
			const rows = database.leased.where('scope').equals(scope);
			const oldest = await rows.clone().first();
			const head = await rows
				.clone()
				.filter((row) => row.kind === LEASED_ROSTER)
				.first();
			// Without its head (a first pull cut short) nobody knows how long it may stay: the 72 hours hold.
			const until = (head?.body as LeasedRoster | undefined)?.until ?? '9999-12-31T00:00:00.000Z';
			if (!isLeaseOver(until, head?.receivedAt ?? oldest?.receivedAt ?? 0, now)) continue;
			await rows.delete();
			await database.cursors.delete(scope);
			gone++;
		}
		return gone;
	});
}
