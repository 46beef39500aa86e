import type { ServerDatabase } from '#lib/server/database/open.ts';
import { log } from '#lib/server/log.ts';
import type { ServerPorts } from '#lib/server/ports.ts';
import { isProcessGone, processPlace } from './process-place.ts';

/** Milliseconds between two signs of life. Who waits longer than `LEASE_ENDS_AFTER` without one may take the server for gone. */
export const BEAT_EVERY = 10_000;
export const LEASE_ENDS_AFTER = 25_000;
/** A row that its server did not take away is forgotten after a day. */
const FORGOTTEN_AFTER = 86_400_000;

/** The right to have the database open, until it is given back. */
export interface Lease {
	readonly id: string;
	/** One sign of life; the timer's. */
	beat(): Promise<void>;
	/** Never fails: a row that stays ends by itself. */
	release(): Promise<void>;
}

/**
 * Says in the database that this process works with it, so that no restore replaces it underneath. Any number of servers
 * hold one database at once.
 */
export async function holdDatabase(database: ServerDatabase, ports: ServerPorts): Promise<Lease> {
	const id = ports.newId();
	const row = () => ({
		id,
		place: processPlace(),
		process: process.pid,
		seen_at: ports.clock().toISOString()
	});
	await database.concurrently(async (trx) => {
		const old = new Date(ports.clock().getTime() - FORGOTTEN_AFTER).toISOString();
		const others = await trx.selectFrom('server_lease').selectAll().execute();
		const gone = others.filter((one) => one.seen_at < old || isProcessGone(one.place, one.process));
		for (const one of gone) await trx.deleteFrom('server_lease').where('id', '=', one.id).execute();
		await trx
			.insertInto('server_lease')
			.values({ ...row(), beat: 0 })
			.execute();
	});
	let released = false;
	let beating: Promise<void> = Promise.resolve();
	const beat = async () => {
		if (released) return;
		await database.concurrently((trx) =>
			trx
				.insertInto('server_lease')
				.values({ ...row(), beat: 0 })
				.onConflict((conflict) =>
					conflict
						.column('id')
						.doUpdateSet((set) => ({ beat: set('server_lease.beat', '+', 1), seen_at: row().seen_at }))
				)
				.execute()
		);
	};
	const timer = setInterval(() => {
		beating = beating
			.then(beat)
			.catch((error: unknown) => log.failure('lease-failed', id.slice(0, 8), error));
	}, BEAT_EVERY).unref();
	return {
		id,
		beat,
		release: async () => {
			clearInterval(timer);
			released = true;
			await beating;
			await database
				.concurrently((trx) => trx.deleteFrom('server_lease').where('id', '=', id).execute())
				.catch(() => undefined);
		}
	};
}
