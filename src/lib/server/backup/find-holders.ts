import type { Sql } from '#lib/server/database/schema.ts';
import { BackupStop } from './backup-stop.ts';
import { LEASE_ENDS_AFTER } from './hold-database.ts';
import { isProcessGone } from './process-place.ts';

/** Milliseconds between two looks while it is not sure that a server has stopped. */
const LOOK_EVERY = 500;

/** How the time passes, and who is told that it does. */
export interface WatchPorts {
	readonly wait: (millis: number) => Promise<void>;
	/** Told once, of the longest time that it may take, in milliseconds. */
	readonly tell?: (millis: number) => void;
}

/** Servers that may still be there, with their last sign of life. */
export type Holders = ReadonlyMap<string, number>;

/** Rows of servers, those left out whose process is certainly gone. An older database knows no leases. */
export async function readHolders(db: Sql): Promise<Holders> {
	const tables = await db.introspection.getTables();
	if (!tables.some(({ name }) => name === 'server_lease')) return new Map();
	const rows = await db.selectFrom('server_lease').selectAll().execute();
	return new Map(
		rows.filter((row) => !isProcessGone(row.place, row.process)).map((row) => [row.id, row.beat])
	);
}

/** @throws BackupStop `held` where a server came, or gave a sign of life since `seen` */
export function refuseHeld(seen: Holders, now: Holders): void {
	const alive = [...now].filter(([id, beat]) => seen.get(id) !== beat);
	if (alive.length > 0) throw new BackupStop('held', String(alive.length));
}

/**
 * Watches whether the servers of the database are gone, by their signs of life and by no clock.
 * @returns those that gave none and count as gone
 * @throws BackupStop `held` as soon as one is alive
 */
export async function watchHolders(db: Sql, { wait, tell }: WatchPorts): Promise<Holders> {
	const seen = await readHolders(db);
	if (seen.size === 0) return seen;
	tell?.(LEASE_ENDS_AFTER);
	for (let waited = 0; waited < LEASE_ENDS_AFTER; waited += LOOK_EVERY) {
		await wait(LOOK_EVERY);
		const now = await readHolders(db);
		if (now.size === 0) return now;
		refuseHeld(seen, now);
	}
	return seen;
}
