/** The trip (走访批次) that is under way on this phone: its record is named in the person's database. */
import { setMeta } from '#lib/storage/meta.ts';
import { getRecord, watchRecord } from '#lib/storage/lists/one-record.ts';
import type { Databases } from '#lib/storage/databases.ts';
import type { StartFacts } from '#lib/storage/read-start.ts';
import type { LocalRecord } from '#lib/storage/rows.ts';

export class CurrentTrip {
	readonly #databases: Databases;
	#record = $state.raw<LocalRecord | null>(null);
	#stop = () => {};

	constructor(databases: Databases) {
		this.#databases = databases;
	}

	get record(): LocalRecord | null {
		return this.#record;
	}

	/** Follows the trip that is named in the database; its record may come later. */
	start(trip: StartFacts['trip']): void {
		this.stop();
		this.#record = trip?.record ?? null;
		if (!trip) return;
		this.#stop = watchRecord(this.#databases, trip.id, (record) => (this.#record = record ?? null));
	}

	/** @param id record of the trip that begins, or null when it has ended */
	async set(id: string | null): Promise<void> {
		await this.#databases.saves.run((database) => setMeta(database, 'trip', id));
		this.start(id ? { id, record: (await getRecord(this.#databases, id)) ?? null } : null);
	}

	stop(): void {
		this.#stop();
		this.#stop = () => {};
	}
}
