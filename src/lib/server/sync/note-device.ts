import type { Heartbeat } from '#lib/protocol/push-request.ts';
import { compiledOnce } from '#lib/server/database/compiled-once.ts';
import { LARGEST_INTEGER } from '#lib/server/database/largest-integer.ts';
import type { Trx } from '#lib/server/database/schema.ts';

/** A device may claim any number; one that is no measure of anything is left out. */
function wholeOrNull(value: number | null): number | null {
	const whole = value === null ? Number.NaN : Math.trunc(value);
	return Number.isSafeInteger(whole) ? whole : null;
}

/** What the device said of itself: who holds unsent work, and how far its clock is off. */
export async function noteHeartbeat(
	trx: Trx,
	device: string,
	heartbeat: Heartbeat,
	deviceTime: string,
	now: Date
): Promise<void> {
	const skew = Math.trunc(Date.parse(deviceTime) - now.getTime());
	await setHeartbeat(
		trx,
		device,
		now.toISOString(),
		Number.isSafeInteger(skew) ? skew : null,
		Math.min(heartbeat.unsent.count, LARGEST_INTEGER),
		heartbeat.unsent.oldest,
		heartbeat.persistent === null ? null : Number(heartbeat.persistent),
		wholeOrNull(heartbeat.freeBytes),
		heartbeat.appVersion
	);
}

const setHeartbeat = compiledOnce(
	(
		db,
		id: string,
		last_seen_at: string,
		skew_ms: number | null,
		unsent_count: number,
		unsent_oldest: string | null,
		persistent: number | null,
		free_bytes: number | null,
		app_version: string
	) =>
		db
			.updateTable('device')
			.set({ last_seen_at, skew_ms, unsent_count, unsent_oldest, persistent, free_bytes, app_version })
			.where('id', '=', id)
);

const setCounter = compiledOnce((db, id: string, highest: number) =>
	db.updateTable('device').set({ last_n: highest }).where('id', '=', id).where('last_n', '<', highest)
);

/** The highest operation counter that was seen of a device: by it a gap can be told, and the desk counts on. */
export async function noteCounter(trx: Trx, device: string, operations: readonly unknown[]): Promise<void> {
	let highest = -1;
	for (const operation of operations) {
		const n: unknown = (operation as { n?: unknown } | null)?.n;
		if (Number.isSafeInteger(n)) highest = Math.max(highest, n as number);
	}
	if (highest < 0) return;
	await setCounter(trx, device, highest);
}
